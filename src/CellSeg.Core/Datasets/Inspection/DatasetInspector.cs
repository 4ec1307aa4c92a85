using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection;

/// <summary>
/// Looks at every frame of a data set once and tells what is wrong with it before a training does, or worse, does not: what
/// cannot be read, labels that are none, images in which nothing is to be seen, and images that are there twice.
/// </summary>
public static class DatasetInspector
{
    // Of findings alike in severity and place, that of the earlier check comes first.
    private static readonly Func<IReadOnlyList<FrameRecord>, DatasetInspectionOptions, IEnumerable<DatasetFinding>>[] Checks =
    [
        SummaryCheck.Find,
        ReadingCheck.Find,
        DuplicateCheck.Find,
        LabelCheck.Find,
        TrackCheck.Find,
        PolarityCheck.Find,
        CellSizeCheck.Find,
        ImageCheck.Find,
        UniformityCheck.Find,
    ];

    /// <summary>Inspects a data set.</summary>
    /// <param name="dataset">The data set. Movies are read side by side, the frames of one in their order.</param>
    /// <param name="options">From where on something is told; the defaults when null.</param>
    /// <param name="progress">Told of each frame.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DatasetReport Inspect(
        CellDataset dataset, DatasetInspectionOptions? options = null, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Inspect(dataset.Name, [(null, dataset)], options, progress, Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>Inspects the parts of a split together, and tells what is in two of them.</summary>
    /// <param name="split">The parts.</param>
    /// <param name="options">From where on something is told; the defaults when null.</param>
    /// <param name="progress">Told of each frame.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DatasetReport Inspect(
        CellDatasetSplit split, DatasetInspectionOptions? options = null, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        (string?, CellDataset)[] parts =
            [(nameof(split.Training), split.Training), (nameof(split.Validation), split.Validation), (nameof(split.Test), split.Test)];
        return Inspect(NameOf(split), parts, options, progress, Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>The same with a number of threads, on which nothing of the report depends.</summary>
    internal static DatasetReport Inspect(
        string name, IReadOnlyList<(string? Part, CellDataset Dataset)> parts, DatasetInspectionOptions? options,
        IProgress<WorkProgress>? progress, int threadCount, CancellationToken cancellationToken)
    {
        options ??= new DatasetInspectionOptions();
        options.Validate();
        var frames = ReadFrames(parts, progress, threadCount, cancellationToken);
        var findings = Sort(Checks.SelectMany(check => check(frames, options)), frames);
        var own = findings.ToLookup(finding => (finding.Part, finding.Source, finding.Frame));
        var cells = CellPopulation.Of(frames);
        return new DatasetReport
        {
            Name = name,
            MovieCount = parts.Sum(part => part.Dataset.MovieCount),
            Findings = findings,
            Frames = [.. frames.Select(frame => FrameSummary.Create(frame, [.. own[(frame.Part, frame.Movie, frame.ShownFrame)]]))],
            TouchingShare = cells.TouchingShare,
            Areas = cells.Areas,
        };
    }

    private static List<FrameRecord> ReadFrames(
        IReadOnlyList<(string? Part, CellDataset Dataset)> parts, IProgress<WorkProgress>? progress, int threadCount, CancellationToken cancellationToken)
    {
        var movies = parts.SelectMany(part => part.Dataset.Movies.Select(movie => (part.Part, part.Dataset, Movie: movie))).ToList();
        var frames = new FrameRecord[movies.Count][];
        int done = 0, total = movies.Sum(entry => entry.Movie.FrameCount);
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = threadCount };
        Parallel.For(0, movies.Count, parallel, () => new FrameRecorder(), ReadMovie, _ => { });
        return [.. frames.SelectMany(movie => movie)];

        FrameRecorder ReadMovie(int index, ParallelLoopState state, FrameRecorder recorder)
        {
            var (part, dataset, movie) = movies[index];
            frames[index] = new FrameRecord[movie.FrameCount];
            for (int frame = 0; frame < movie.FrameCount; frame++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                frames[index][frame] = recorder.Read(dataset, part, movie, frame);
                progress?.Report(new WorkProgress(Interlocked.Increment(ref done), total, movie.Name));
            }
            return recorder;
        }
    }

    /// <summary>The worst first, then what is about the whole set, then in the order of the frames.</summary>
    private static List<DatasetFinding> Sort(IEnumerable<DatasetFinding> findings, IReadOnlyList<FrameRecord> frames)
    {
        var places = new Dictionary<(string?, CellMovie), int>();
        foreach (var frame in frames)
            places.TryAdd((frame.Part, frame.Movie), places.Count);
        return
        [
            .. findings.OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Source is null ? -1 : places[(finding.Part, finding.Source)])
                .ThenBy(finding => finding.Frame ?? -1),
        ];
    }

    /// <summary>A split has no name; its parts have that of the set with their own in brackets behind it.</summary>
    private static string NameOf(CellDatasetSplit split)
    {
        string name = split.Training.Name;
        int bracket = name.LastIndexOf(" (", StringComparison.Ordinal);
        return bracket > 0 ? name[..bracket] : name;
    }
}
