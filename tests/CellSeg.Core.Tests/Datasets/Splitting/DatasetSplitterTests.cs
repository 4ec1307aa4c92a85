using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Splitting;

public sealed class DatasetSplitterTests
{
    [Fact]
    public void Parts_are_disjoint_and_together_the_whole()
    {
        var split = DatasetSplitter.Split(Movies(23), new DatasetSplitOptions { TestFraction = 0.2, ValidationFraction = 0.1 });
        Assert.Equal((5, 3, 15), (split.Test.MovieCount, split.Validation.MovieCount, split.Training.MovieCount));
        Assert.Equal(Names(Movies(23)).Order(), Names(split.Test).Concat(Names(split.Validation)).Concat(Names(split.Training)).Order());
    }

    [Fact]
    public void A_smaller_fraction_is_the_start_of_a_larger_one_and_has_the_same_test_part()
    {
        var whole = DatasetSplitter.Split(Movies(50), new DatasetSplitOptions { ValidationFraction = 0.1 });
        foreach (double fraction in (double[])[0.01, 0.1, 0.37, 0.5, 0.99])
        {
            var part = DatasetSplitter.Split(Movies(50), new DatasetSplitOptions { ValidationFraction = 0.1, Fraction = fraction });
            Assert.Equal(Names(whole.Training).Take(part.Training.MovieCount), Names(part.Training));
            Assert.Equal(Names(whole.Test), Names(part.Test));
            Assert.Equal(Names(whole.Validation), Names(part.Validation));
        }
    }

    [Theory]
    [InlineData(100, 0.07, 7)]
    [InlineData(101, 0.07, 8)]
    [InlineData(10, 0.01, 1)]
    [InlineData(10, 0, 0)]
    [InlineData(3, 0.34, 2)]
    public void Parts_are_rounded_up_but_not_by_the_last_digit_of_a_product(int movies, double fraction, int expected)
        => Assert.Equal(expected, DatasetSplitter.Split(Movies(movies), new DatasetSplitOptions { TestFraction = fraction }).Test.MovieCount);

    [Fact]
    public void The_seed_alone_decides_the_order()
    {
        Assert.Equal(Names(Training(1)), Names(Training(1)));
        Assert.NotEqual(Names(Training(1)), Names(Training(2)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.6)]
    public void Too_few_movies_are_an_error(int movies, double testFraction)
        => Assert.Throws<CellSegException>(() => DatasetSplitter.Split(Movies(movies), new DatasetSplitOptions { TestFraction = testFraction }));

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(-0.1, 0, 1)]
    [InlineData(0.5, 0.5, 1)]
    [InlineData(0.2, -1, 1)]
    [InlineData(0.2, 0, 0)]
    [InlineData(0.2, 0, 1.1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(0.2, 0, double.NaN)]
    public void Fractions_out_of_range_are_an_error(double test, double validation, double fraction)
        => Assert.Throws<CellSegException>(
            () => DatasetSplitter.Split(Movies(20), new DatasetSplitOptions { TestFraction = test, ValidationFraction = validation, Fraction = fraction }));

    [Fact]
    public void Annotations_are_counted_over_the_training_part()
        => Assert.Equal(3 * 8, DatasetSplitter.Split(Movies(10)).AnnotationCount);

    private static CellDataset Training(long seed) => DatasetSplitter.Split(Movies(30), new DatasetSplitOptions { Seed = seed }).Training;

    private static IEnumerable<string> Names(CellDataset dataset) => dataset.Movies.Select(movie => movie.Name);

    private static CellDataset Movies(int count) => new("movies", "made up",
        [.. Enumerable.Range(0, count).Select(i => new CellMovie($"movie {i:D3}", "none", 1, _ => new CellImage(1, 1, 1, [0]), _ => new LabelImage(1, 1), 3))]);
}
