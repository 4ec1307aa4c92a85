using CellSeg.Numerics;

namespace CellSeg.Datasets;

/// <summary>
/// Splits by movie: shuffles by seed, takes the test part first, then the validation part, and keeps the first n of
/// the rest, so that a smaller fraction is a subset of a larger one and every fraction has the same test part
/// (thesis section 2.1).
/// </summary>
public static class DatasetSplitter
{
    /// <summary>Splits a data set.</summary>
    /// <param name="dataset">At least one movie for each part that is asked for.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">The options or the number of movies leave a part empty.</exception>
    public static CellDatasetSplit Split(CellDataset dataset, DatasetSplitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new DatasetSplitOptions();
        options.Validate();
        var movies = dataset.Movies.ToArray();
        new RandomSource(options.Seed).Shuffle<CellMovie>(movies);

        int test = Part(movies.Length, options.TestFraction), validation = Part(movies.Length, options.ValidationFraction);
        int remaining = movies.Length - test - validation;
        if (remaining < 1)
        {
            throw new CellSegException(
                dataset.Source,
                $"{movies.Length} movies are too few to split into {test} for testing, {validation} for validation and at least one for training",
                "Add movies or lower the fractions");
        }
        int training = Part(remaining, options.Fraction);
        return new CellDatasetSplit(
            dataset.WithMovies("training", movies[(test + validation)..(test + validation + training)]),
            dataset.WithMovies("validation", movies[test..(test + validation)]),
            dataset.WithMovies("test", movies[..test]),
            options.Seed,
            options.Fraction);
    }

    /// <summary>Rounded up, as the thesis' libraries did, but blind to the last digit of a product like 0.07 * 100.</summary>
    private static int Part(int count, double fraction) => (int)Math.Ceiling((count * fraction) - 1e-9);
}
