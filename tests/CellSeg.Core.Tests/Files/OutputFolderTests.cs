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
    public void A_temporary_name_is_short_and_one_of_its_own_and_keeps_the_extension()
    {
        string path = _folder[new string('n', 244) + Ending];
        string[] names = [.. Enumerable.Range(0, 100).Select(_ => AtomicFile.NameTemporary(path))];
        Assert.Distinct(names);
        Assert.All(names, name => Assert.Equal((_folder.Path, ".tif"), (Path.GetDirectoryName(name), Path.GetExtension(name))));
        Assert.All(names, name => Assert.InRange(Path.GetFileName(name).Length, 1, 26));
    }
}
