using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Splitting;

public sealed class SavedSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_split_is_the_split_again()
    {
        var split = DatasetSplitter.Split(Movies(20), new DatasetSplitOptions { ValidationFraction = 0.1, Fraction = 0.5, Seed = 3 });
        SavedSplit.Write(_folder["split.csv"], split);
        var saved = SavedSplit.Read(_folder["split.csv"]);
        var again = saved.Apply(Movies(20));
        Assert.Equal(Names(split.Training), Names(again.Training));
        Assert.Equal(Names(split.Validation), Names(again.Validation));
        Assert.Equal(Names(split.Test), Names(again.Test));
        Assert.Equal(split.Unused.Select(movie => movie.Name), again.Unused.Select(movie => movie.Name));
        Assert.Null(again.Seed);
        Assert.Null(saved.FindUnnamed(Movies(20)));
        Assert.Equal("Name,Part", File.ReadLines(_folder["split.csv"]).First());
        Assert.Equal(21, File.ReadLines(_folder["split.csv"]).Count());
    }

    [Fact]
    public void A_fraction_keeps_the_first_lines_to_learn_from()
    {
        string path = Write("Part;Remark;name", "test;x;m3", "Training;;m9", "TRAINING;;m1", "training;;m4", "unused;;m5", "validation;;m0");
        var saved = SavedSplit.Read(path);
        var split = saved.Apply(Movies(12), 0.4);
        Assert.Equal(["m9", "m1"], Names(split.Training));
        Assert.Equal(["m4", "m5"], split.Unused.Select(movie => movie.Name));
        Assert.Equal((0.4, "m0", "m3"), (split.Fraction, Names(split.Validation).Single(), Names(split.Test).Single()));
        Assert.Equal(["m9"], Names(saved.Apply(Movies(12), 0.3).Training));
        Assert.Contains(
            "does not name 6 of 12 movies, which are in no part: 'm2', 'm6', 'm7', 'm8', 'm10' and 1 more", saved.FindUnnamed(Movies(12)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'m7'", "Name,Part", "m7,Training", "m1,Training")]
    [InlineData("'M1'", "Name,Part", "M1,Training")]
    [InlineData("'m1' stands in it twice", "Name,Part", "m1,Training", "m1,Test")]
    [InlineData("the part of 'm1' is 'train'", "Name,Part", "m1,train")]
    [InlineData("the part of 'm1' is '1'", "Name,Part", "m1,1")]
    [InlineData("the part of 'm1' is ''", "Name,Part", "m1")]
    [InlineData("no name", "Name,Part", ",Test", "m1,Training")]
    [InlineData("no column Part", "Name,Set", "m1,Training")]
    [InlineData("no column Name", "")]
    [InlineData("no movie to learn from", "Name,Part", "m1,Test")]
    [InlineData("cannot be read as a table", "Name,Part", "\"m1,Training")]
    public void What_is_wrong_is_told_with_the_file_and_the_name(string reason, params string[] lines)
    {
        string path = Write(lines);
        var problem = Assert.Throws<CellSegException>(() => SavedSplit.Read(path).Apply(Movies(5)));
        Assert.Equal(path, problem.Target);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_no_plain_words_come_back()
    {
        string[] names = ["a, b", "c \"d\"", "e;f", " g ", "ü/日"];
        var data = new CellDataset("d", "d", [.. names.Select(name => Movie(name))]);
        SavedSplit.Write(_folder["split.csv"], DatasetSplitter.Split(data));
        Assert.Equal(names.Order(), SavedSplit.Read(_folder["split.csv"]).Assignments.Select(line => line.Name).Order());
    }

    [Fact]
    public void A_file_that_is_missing_or_a_name_that_is_shared_is_told()
    {
        Assert.True(Assert.Throws<CellSegException>(() => SavedSplit.Read(_folder["none.csv"])).IsMissing);
        var twins = new CellDataset("d", "d", [Movie("m"), Movie("m")]);
        var saved = SavedSplit.Read(Write("Name,Part", "m,Training"));
        Assert.Contains("several", Assert.Throws<CellSegException>(() => saved.Apply(twins)).Message, StringComparison.Ordinal);
    }

    private string Write(params string[] lines) => _folder.Write("hand.csv", string.Join("\r\n", lines));

    private static IEnumerable<string> Names(CellDataset dataset) => dataset.Movies.Select(movie => movie.Name);

    private static CellMovie Movie(string name) => new(name, "none", 1, _ => new CellImage(1, 1, 1, [0]));

    private static CellDataset Movies(int count) => new("movies", "made up", [.. Enumerable.Range(0, count).Select(i => Movie($"m{i}"))]);
}
