using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Inspection;

namespace CellSeg.Datasets.Formats;

/// <summary>
/// Opens the movies that a layout has found and reads every frame once, so that what is imported can be used: what
/// cannot is a problem with its name, and the others go on.
/// </summary>
internal sealed class MovieImport(
    DatasetImportOptions options, LayoutContent content, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
{
    private readonly List<CellSegException> _problems = [.. content.Problems];
    private readonly List<string> _warnings = [.. content.Warnings];

    /// <summary>What cannot be used, in the order of the movies.</summary>
    public IReadOnlyList<CellSegException> Problems => _problems;

    /// <summary>What is odd, in the order of the movies.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens and checks them, several at once.</summary>
    /// <returns>Those that can be used, in the order in which they were found.</returns>
    public IReadOnlyList<CellMovie> Run()
    {
        var entries = FindWanted();
        var movies = new CellMovie?[entries.Count];
        var problems = new CellSegException?[entries.Count];
        var warnings = new List<string>[entries.Count];
        int done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, entries.Count, parallel, i =>
        {
            warnings[i] = [];
            try
            {
                movies[i] = Check(Arrange(entries[i]), warnings[i]);
                warnings[i].InsertRange(0, entries[i].FindWarnings());
            }
            catch (CellSegException e)
            {
                problems[i] = e;
            }
            progress?.Report(new WorkProgress(Interlocked.Increment(ref done), entries.Count, entries[i].Name));
        });
        _problems.AddRange(problems.OfType<CellSegException>());
        _warnings.AddRange(warnings.SelectMany(found => found));
        return [.. movies.OfType<CellMovie>()];
    }

    private List<MovieEntry> FindWanted()
    {
        var entries = content.Movies;
        if (options.IncludeListPath is not { } listPath)
            return [.. entries];
        HashSet<string> wanted;
        try
        {
            wanted = [.. File.ReadLines(listPath).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                listPath, $"the list of images cannot be read ({e.Message.TrimEnd('.')})", "Give a text file with one name of an image a line", e);
        }
        var names = entries.Select(entry => entry.Name).ToHashSet();
        _problems.AddRange(wanted.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal).Select(name =>
            new CellSegException(listPath, $"the image {name} of this list is not in the data set", "Correct the list or complete the data set")));
        return [.. entries.Where(entry => wanted.Contains(entry.Name))];
    }

    /// <summary>The movie with the frames and the scale that were asked for.</summary>
    private CellMovie Arrange(MovieEntry entry)
    {
        var movie = entry.Open();
        if (options.FirstFrame > 0 || options.LastFrame < movie.FrameCount - 1)
        {
            if (options.FirstFrame >= movie.FrameCount)
            {
                throw new CellSegException(
                    entry.Path, $"it has {movie.FrameCount} frames, none of number {options.FirstFrame} (from 0)", "Choose an earlier first frame");
            }
            int last = Math.Min(options.LastFrame ?? int.MaxValue, movie.FrameCount - 1);
            movie = movie.GetFrames(options.FirstFrame, last - options.FirstFrame + 1, annotationCount: 0);
        }
        if (options.ScaleToPixelSize is { } target)
            movie = ScaledMovie.Create(movie, options.PixelSize ?? movie.PixelSize, target);
        return movie;
    }

    private CellMovie Check(CellMovie movie, List<string> warnings)
    {
        int cells = 0;
        FrameSize? size = null;
        var told = new HashSet<ImageWarningKind>();
        for (int frame = 0; frame < movie.FrameCount; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var image = movie.ReadImage(frame);
            var own = new FrameSize(image.Height, image.Width);
            size ??= own;
            if (own != size)
                throw new CellSegException(movie.Describe(frame), $"the frame is {own}, the first one is {size}", "Use movies whose frames have one size");
            foreach (var warning in ImageWarning.Find(image, image).Where(warning => told.Add(warning.Kind)))
                warnings.Add($"{movie.Describe(frame)}: {warning.Text}");
            if (movie.HasLabels)
                cells += CountCells(movie, frame, own);
        }
        return movie.WithFacts(cells, size!.Value, options.ScaleToPixelSize ?? options.PixelSize ?? movie.PixelSize, movie.HasDarkCells || options.Invert);
    }

    private static int CountCells(CellMovie movie, int frame, FrameSize size)
    {
        var labels = movie.ReadLabels(frame);
        return new FrameSize(labels.Height, labels.Width) == size
            ? labels.CountCells()
            : throw new CellSegException(
                movie.Describe(frame), $"the image is {size}, its labels are {labels.Height} x {labels.Width}", "Use label images of the image's size");
    }
}
