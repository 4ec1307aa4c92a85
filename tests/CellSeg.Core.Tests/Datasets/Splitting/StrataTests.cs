using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Splitting;

public sealed class StrataTests
{
    // Three large kinds, small ones, and kinds of one movie.
    private static readonly CellDataset Data = Movies(
        ("a", 37), ("b", 23), ("c", 11), ("d", 3), ("e", 2), ("f", 1), ("g", 1), ("h", 1), ("i", 1));

    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(0.2, 0.1)]
    [InlineData(0.5, 0.3)]
    [InlineData(0.01, 0.01)]
    [InlineData(0, 0.34)]
    public void Parts_have_the_sizes_of_their_fractions_and_the_share_of_each_kind(double test, double validation)
    {
        for (long seed = 0; seed < 10; seed++)
        {
            var options = new DatasetSplitOptions { TestFraction = test, ValidationFraction = validation, Seed = seed };
            var plain = DatasetSplitter.Split(Data, options);
            var split = DatasetSplitter.Split(Data, options with { StratifyBy = Kind });
            Assert.Equal(Counts(plain), Counts(split));
            Assert.Equal(Names(Data).Order(), Names(split.Training).Concat(Names(split.Validation)).Concat(Names(split.Test)).Order());
            double testShare = plain.Test.MovieCount / 80.0, bothShare = (plain.Test.MovieCount + plain.Validation.MovieCount) / 80.0;
            foreach (var kind in Data.Movies.GroupBy(Kind))
            {
                // By largest remainders each count is the share, rounded down or up.
                int tested = split.Test.Movies.Count(movie => Kind(movie) == kind.Key);
                int validated = split.Validation.Movies.Count(movie => Kind(movie) == kind.Key);
                Assert.InRange(tested, Math.Floor(testShare * kind.Count()), Math.Ceiling(testShare * kind.Count()));
                Assert.InRange(tested + validated, Math.Floor(bothShare * kind.Count()), Math.Ceiling(bothShare * kind.Count()));
            }
        }
    }

    [Fact]
    public void Smaller_fractions_are_the_start_of_larger_ones_and_have_their_share_of_each_kind()
    {
        var whole = DatasetSplitter.Split(Data, new DatasetSplitOptions { StratifyBy = Kind, Seed = 4 });
        foreach (double fraction in (double[])[0.02, 0.1, 0.25, 0.5, 0.8])
        {
            var part = DatasetSplitter.Split(Data, new DatasetSplitOptions { StratifyBy = Kind, Seed = 4, Fraction = fraction });
            Assert.Equal(Names(whole.Training).Take(part.Training.MovieCount), Names(part.Training));
            Assert.Equal(Names(whole.Training).Skip(part.Training.MovieCount), part.Unused.Select(movie => movie.Name));
            Assert.Equal(Names(whole.Test), Names(part.Test));
            Assert.Equal(Names(whole.Validation), Names(part.Validation));
            Assert.Equal((int)Math.Ceiling((64 * fraction) - 1e-9), part.Training.MovieCount);
            foreach (var kind in whole.Training.Movies.GroupBy(Kind))
            {
                double share = kind.Count() * part.Training.MovieCount / 64.0;
                Assert.InRange(part.Training.Movies.Count(movie => Kind(movie) == kind.Key), share - 1.5, share + 1.5);
            }
        }
    }

    [Fact]
    public void One_kind_alone_is_split_as_without_kinds()
    {
        var options = new DatasetSplitOptions { ValidationFraction = 0.1, Fraction = 0.6, Seed = 5 };
        var (plain, split) = (DatasetSplitter.Split(Data, options), DatasetSplitter.Split(Data, options with { StratifyBy = _ => "one" }));
        Assert.Equal(Names(plain.Training), Names(split.Training));
        Assert.Equal(Names(plain.Validation), Names(split.Validation));
        Assert.Equal(Names(plain.Test), Names(split.Test));
    }

    [Fact]
    public void Among_kinds_of_one_movie_the_seed_decides()
    {
        var alone = Movies([.. Enumerable.Range(0, 10).Select(i => ($"k{i}", 1))]);
        var tested = Enumerable.Range(0, 400).SelectMany(seed => Names(
            DatasetSplitter.Split(alone, new DatasetSplitOptions { StratifyBy = Kind, Seed = seed }).Test)).CountBy(name => name).ToList();
        Assert.Equal(10, tested.Count);
        Assert.All(tested, count => Assert.InRange(count.Value, 50, 110));
    }

    [Fact]
    public void Movies_without_a_kind_are_one_and_all_of_them_are_refused()
    {
        var some = DatasetSplitter.Split(Data, new DatasetSplitOptions { StratifyBy = movie => Kind(movie) == "a" ? null : "other" });
        Assert.InRange(some.Test.Movies.Count(movie => Kind(movie) == "a"), 7, 8);
        var problem = Assert.Throws<CellSegException>(() => DatasetSplitter.Split(Data, new DatasetSplitOptions { StratifyBy = _ => null }));
        Assert.Equal("made up", problem.Target);
    }

    private static string Kind(CellMovie movie) => movie.Name.Split(' ')[0];

    private static (int, int, int) Counts(CellDatasetSplit split) => (split.Training.MovieCount, split.Validation.MovieCount, split.Test.MovieCount);

    private static List<string> Names(CellDataset dataset) => [.. dataset.Movies.Select(movie => movie.Name)];

    private static CellDataset Movies(params (string Kind, int Count)[] kinds) => new(
        "movies", "made up",
        [.. kinds.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(
            i => new CellMovie($"{kind.Kind} {i}", "none", 1, _ => new CellImage(1, 1, 1, [0]))))]);
}
