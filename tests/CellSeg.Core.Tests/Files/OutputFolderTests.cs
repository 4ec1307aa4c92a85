using CellSeg.Core.Tests.Support;
using CellSeg.Files;

namespace CellSeg.Core.Tests.Files;

public sealed class OutputFolderTests : IDisposable
{
    private const string Ending = "_labels.tif";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("n", 244)]
    // Two bytes on Linux, one character on Windows; so are the others, one of which takes four and two.
    [InlineData("ü", 122)]
    [InlineData("細", 81)]
    [InlineData("🔬", 61)]
    public void Names_are_written_up_to_the_limit_of_the_file_system(string letter, int count)
    {
        var folder = new OutputFolder(_folder.Path);
        string path = folder.GetPath(string.Concat(Enumerable.Repeat(letter, count)) + Ending);
        folder.Write("image", [(path, file => AtomicFile.Write(file, inner => File.WriteAllText(inner, "text")))]);
        Assert.Equal([path], Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { AttributesToSkip = 0 }));

        string tooLong = folder.GetPath(string.Concat(Enumerable.Repeat(letter, 246)) + Ending);
        var error = Assert.Throws<CellSegException>(() => folder.Check("image", [tooLong]));
        Assert.Equal("image", error.Target);
        Assert.Contains(Path.GetFileName(tooLong), error.Reason, StringComparison.Ordinal);
        Assert.Contains("255", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_file_can_have_is_refused()
        => Assert.Equal("image", Assert.Throws<CellSegException>(() => new OutputFolder("out").Check("image", ["out/a\0b" + Ending])).Target);

    [Fact]
    public void A_name_with_folders_is_written_below_the_folder()
    {
        var folder = new OutputFolder(_folder["out"]);
        foreach (string name in new[] { "plate1/a", "plate2/a", "a" })
            folder.Write(name, [(folder.GetPath(name + Ending), file => File.WriteAllText(file, name))]);
        Assert.Equal("plate2/a", File.ReadAllText(_folder["out", "plate2", "a" + Ending]));
        Assert.Equal("a", File.ReadAllText(_folder["out", "a" + Ending]));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("plate/../../a")]
    [InlineData("/a")]
    [InlineData("..")]
    [InlineData("a\0b/c")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        var folder = new OutputFolder(_folder["out"]);
        var error = Assert.Throws<CellSegException>(() => folder.Write("movie", [(folder.GetPath(name), file => File.WriteAllText(file, name))]));
        Assert.Equal("movie", error.Target);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_part_of_a_name_that_is_too_long_is_refused()
    {
        var error = Assert.Throws<CellSegException>(() => new OutputFolder("out").Check("movie", [$"out/{new string('n', 256)}/a.tif"]));
        Assert.Contains("255", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_temporary_name_is_short_and_one_of_its_own_and_keeps_the_extension()
    {
        string path = _folder[new string('n', 244) + Ending];
        string[] names = [.. Enumerable.Range(0, 100).Select(_ => AtomicFile.NameTemporary(path))];
        Assert.Distinct(names);
        Assert.All(names, name => Assert.Equal((_folder.Path, ".tif"), (Path.GetDirectoryName(name), Path.GetExtension(name))));
        Assert.All(names, name => Assert.InRange(Path.GetFileName(name).Length, 1, 26));
    }
}
