using CellSeg.Files;

namespace CellSeg.Datasets.Splitting;

/// <summary>
/// A split as a table with the columns Name and Part, so that others can judge by the same movies. The order of its lines is
/// that of the movies in each part.
/// </summary>
public sealed class SavedSplit
{
    private readonly string _path;

    private SavedSplit(string path, IReadOnlyList<SplitAssignment> assignments) => (_path, Assignments) = (path, assignments);

    /// <summary>Its lines; no name stands twice.</summary>
    public IReadOnlyList<SplitAssignment> Assignments { get; }

    /// <summary>
    /// Reads a table, which may have been made by hand: other columns and the order of columns have no say, nor have capital letters of parts.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CellSegException">It cannot be read, has not these columns, a name twice, or a part that is none.</exception>
    public static SavedSplit Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var assignments = new List<SplitAssignment>();
        var names = new HashSet<string>();
        foreach (string[] row in TableFile.Read(path, nameof(SplitAssignment.Name), nameof(SplitAssignment.Part)))
        {
            var (name, text) = (row[0], row[1].Trim());
            if (name.Length == 0)
                throw new CellSegException(path, $"a line of the part '{text}' has no name", "Give the name of its movie");
            // No numbers, which Enum.Parse would take.
            var part = Enum.GetValues<SplitPart>().Cast<SplitPart?>().FirstOrDefault(part => string.Equals($"{part}", text, StringComparison.OrdinalIgnoreCase))
                ?? throw new CellSegException(path, $"the part of '{name}' is '{text}'", $"Use one of {string.Join(", ", Enum.GetNames<SplitPart>())}");
            if (!names.Add(name))
                throw new CellSegException(path, $"'{name}' stands in it twice", "Remove one of the two lines");
            assignments.Add(new SplitAssignment(name, part));
        }
        return new SavedSplit(path, assignments);
    }

    /// <summary>The lines of a split; where the test part was cut into tiles, they name the movies that these are of.</summary>
    /// <param name="split">The split.</param>
    public static IReadOnlyList<SplitAssignment> Describe(CellDatasetSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return
        [
            .. Describe(split.Training.Movies, SplitPart.Training),
            .. Describe(split.Unused, SplitPart.Unused),
            .. Describe(split.Validation.Movies, SplitPart.Validation),
            .. Describe(split.Test.Movies.Select(movie => movie.Part?.Whole ?? movie).Distinct(), SplitPart.Test),
        ];
    }

    /// <summary>Writes a split as a table.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="split">The split.</param>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void Write(string path, CellDatasetSplit split)
        => AtomicFile.Write(path, file => TableFile.Write(file, Describe(split)));

    /// <summary>Splits a data set as the table says.</summary>
    /// <param name="dataset">The data set; movies that the table does not name are in no part, see <see cref="FindUnnamed"/>.</param>
    /// <param name="fraction">The share of the training movies to keep, the first ones, (0, 1].</param>
    /// <param name="testTileSize">Height and width of the tiles that the test part is cut into; null leaves it whole.</param>
    /// <param name="reportProblem">Told of each movie of the test part that cannot be cut into tiles, which is left out of it. Without it it is thrown.</param>
    /// <param name="progress">Told after each movie that was cut into tiles.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">The data set lacks a movie that the table names, has two of a name, or an option is out of its range.</exception>
    public CellDatasetSplit Apply(
        CellDataset dataset, double fraction = 1, int? testTileSize = null, Action<CellSegException>? reportProblem = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        new DatasetSplitOptions { Fraction = fraction, TestTileSize = testTileSize }.Validate();
        var movies = dataset.Movies.ToLookup(movie => movie.Name);
        string[] missing = [.. Assignments.Select(line => line.Name).Where(name => !movies.Contains(name))];
        if (missing.Length > 0)
            throw new CellSegException(_path, $"{dataset.Source} has no movie {List(missing)}", "Give the data set that was split, or remove these lines");
        if (Assignments.FirstOrDefault(line => movies[line.Name].Count() > 1) is { } ambiguous)
            throw new CellSegException(_path, $"{dataset.Source} has several movies '{ambiguous.Name}'", "Give each movie a name of its own");

        CellMovie[] training = [.. Find(SplitPart.Training)];
        if (training.Length == 0)
            throw new CellSegException(_path, "it names no movie to learn from", $"Give some movies the part {SplitPart.Training}");
        int kept = DatasetSplitter.CountPart(training.Length, fraction);
        var whole = new CellDatasetSplit(
            dataset.WithMovies("training", training[..kept]),
            dataset.WithMovies("validation", [.. Find(SplitPart.Validation)]),
            dataset.WithMovies("test", [.. Find(SplitPart.Test)]),
            null,
            fraction)
        {
            Unused = [.. training[kept..], .. Find(SplitPart.Unused)],
        };
        return TestTiles.Cut(whole, testTileSize, reportProblem, progress, cancellationToken);

        IEnumerable<CellMovie> Find(SplitPart part) => Assignments.Where(line => line.Part == part).Select(line => movies[line.Name].First());
    }

    /// <summary>A sentence on the movies of a data set that the table does not name; null when it names all.</summary>
    /// <param name="dataset">The data set.</param>
    public string? FindUnnamed(CellDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var named = Assignments.Select(line => line.Name).ToHashSet();
        string[] others = [.. dataset.Movies.Select(movie => movie.Name).Where(name => !named.Contains(name))];
        return others.Length == 0 ? null : $"{_path} does not name {others.Length} of {dataset.MovieCount} movies, which are in no part: {List(others)}.";
    }

    private static IEnumerable<SplitAssignment> Describe(IEnumerable<CellMovie> movies, SplitPart part)
        => movies.Select(movie => new SplitAssignment(movie.Name, part));

    private static string List(string[] names)
    {
        const int Shown = 5;
        string rest = names.Length > Shown ? $" and {names.Length - Shown} more" : "";
        return string.Join(", ", names.Take(Shown).Select(name => $"'{name}'")) + rest;
    }
}
