namespace CellSeg.Datasets.Simulation;

/// <summary>
/// Makes fluorescence movies of cells whose truth is known: textured nuclei of several kinds, on request with their
/// cytoplasm, that move, divide, touch and come and go, seen through blur, haze, uneven light, and shot and camera noise.
/// </summary>
public static class CellSimulator
{
    /// <summary>Makes a data set; see <see cref="Create"/>, which also tells what is not as it was asked for.</summary>
    /// <param name="options">What the movies look like; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    public static CellDataset Simulate(SimulationOptions? options = null) => Create(options).Dataset;

    /// <summary>
    /// Makes a data set. Its cells live now; their images and labels are drawn whenever they are asked for, the same each
    /// time and on each thread, so that many movies take little memory.
    /// </summary>
    /// <param name="options">What the movies look like; the defaults when null.</param>
    /// <param name="progress">Told of each movie.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SimulationResult Create(
        SimulationOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulationOptions();
        options.Validate();
        var movies = new CellMovie[options.MovieCount];
        var rooms = new (int Placed, int Wanted)[options.MovieCount];
        int done = 0;
        Parallel.For(0, options.MovieCount, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var movie = new SimulatedMovie(options, i, cancellationToken);
            movies[i] = movie.ToMovie($"simulated-{i + 1:D3}", cancellationToken);
            rooms[i] = (movie.PlacedCount, movie.WantedCount);
            progress?.Report(new WorkProgress(Interlocked.Increment(ref done), options.MovieCount, movies[i].Name));
        });
        string name = options.Cytoplasm ? "simulated cells" : "simulated nuclei";
        return new SimulationResult(new CellDataset(name, $"simulated with seed {options.Seed}", movies, options.PixelSize))
        {
            Warnings = DescribeShortage(movies, rooms) is { } shortage ? [shortage] : [],
        };
    }

    private static string? DescribeShortage(CellMovie[] movies, (int Placed, int Wanted)[] rooms)
    {
        int[] crowded = [.. Enumerable.Range(0, movies.Length).Where(i => rooms[i].Placed < rooms[i].Wanted)];
        if (crowded.Length == 0)
            return null;
        int worst = crowded.MinBy(i => rooms[i].Placed / (double)rooms[i].Wanted);
        return FormattableString.Invariant(
            $"There is room for {rooms.Sum(room => room.Placed)} of the {rooms.Sum(room => (long)room.Wanted)} cells asked for: ")
            + FormattableString.Invariant($"{crowded.Length} of {movies.Length} movies have fewer, and {movies[worst].Name} has ")
            + FormattableString.Invariant($"{rooms[worst].Placed} of {rooms[worst].Wanted}. Ask for fewer or smaller cells, or for larger frames");
    }
}
