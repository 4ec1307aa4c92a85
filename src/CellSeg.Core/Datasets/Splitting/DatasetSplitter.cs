using CellSeg.Numerics;

namespace CellSeg.Datasets.Splitting;

/// <summary>
/// Splits by movie: shuffles by seed, takes the test part first, then the validation part, and keeps the first n of
/// the rest, so that a smaller fraction is a subset of a larger one and every fraction has the same test part
/// (thesis section 2.1). Where kinds of movies are told apart, all of this holds, too, see <see cref="Strata"/>.
/// </summary>
public static class DatasetSplitter
{
    /// <summary>Splits a data set.</summary>
    /// <param name="dataset">At least one movie for each part that is asked for.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="reportProblem">Told of each movie of the test part that cannot be cut into tiles, which is left out of it. Without it it is thrown.</param>
    /// <param name="progress">Told after each movie that was cut into tiles.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">The options or the number of movies leave a part empty, or no movie is of a kind.</exception>
    public static CellDatasetSplit Split(
        CellDataset dataset, DatasetSplitOptions? options = null, Action<CellSegException>? reportProblem = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new DatasetSplitOptions();
        options.Validate();
        var movies = dataset.Movies.ToArray();
        var random = new RandomSource(options.Seed);
        random.Shuffle<CellMovie>(movies);

        int test = CountPart(movies.Length, options.TestFraction), validation = CountPart(movies.Length, options.ValidationFraction);
        int remaining = movies.Length - test - validation;
        if (remaining < 1)
        {
            throw new CellSegException(
                dataset.Source,
                $"{movies.Length} movies are too few to split into {test} for testing, {validation} for validation and at least one for training",
                "Add movies or lower the fractions");
        }
        if (options.StratifyBy is { } stratify)
            movies = new Strata(dataset, movies, stratify).Order(test, validation, random);
        int training = CountPart(remaining, options.Fraction);
        var whole = new CellDatasetSplit(
            dataset.WithMovies("training", movies[(test + validation)..(test + validation + training)]),
            dataset.WithMovies("validation", movies[test..(test + validation)]),
            dataset.WithMovies("test", movies[..test]),
            options.Seed,
            options.Fraction)
        {
            Unused = movies[(test + validation + training)..],
        };
        return TestTiles.Cut(whole, options.TestTileSize, reportProblem, progress, cancellationToken);
    }

    /// <summary>Rounded up, as the thesis' libraries did, but blind to the last digit of a product like 0.07 * 100.</summary>
    internal static int CountPart(int count, double fraction) => (int)Math.Ceiling((count * fraction) - 1e-9);
}
