using CellSeg.Core.Tests.Support;
using CellSeg.Files;

namespace CellSeg.Core.Tests.Files;

public sealed class FileSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_files_appear_and_replace_those_of_before()
    {
        _folder.Write("a.txt", "old");
        Write(
            ("a.txt", file => File.WriteAllText(file, "new a")),
            ("sub/b.txt", file => File.WriteAllText(file, "new b")),
            ("c.txt", file => File.WriteAllText(file, "new c")));
        Assert.Equal(["a.txt: new a", "c.txt: new c", "sub/b.txt: new b"], Contents());
    }

    [Fact]
    public void A_name_may_be_as_long_as_file_systems_take()
    {
        string name = new('n', 250);
        Write((name + ".txt", file => AtomicFile.Write(file, inner => File.WriteAllText(inner, "text"))));
        Assert.Equal([$"{name}.txt: text"], Contents());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_a_writer_fails_nothing_changes(bool isReplacing)
    {
        string[] before = Prepare(isReplacing);
        var error = Assert.Throws<CellSegException>(() => Write(
            ("a.txt", file => File.WriteAllText(file, "new")), ("b.txt", file => throw new CellSegException(file, "the disk is full", "Make room"))));
        Assert.Equal((_folder["b.txt"], "the disk is full"), (error.Target, error.Reason));
        Assert.Equal(before, Contents());
        Assert.Throws<OperationCanceledException>(() => Write(
            ("a.txt", file => File.WriteAllText(file, "new")), ("b.txt", _ => throw new OperationCanceledException())));
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_a_file_cannot_be_moved_those_before_it_are_taken_back(bool isReplacing)
    {
        string[] before = Prepare(isReplacing);
        Directory.CreateDirectory(_folder["b.txt"]);
        var error = Assert.Throws<CellSegException>(() => Write(
            ("a.txt", file => File.WriteAllText(file, "new")), ("n.txt", file => File.WriteAllText(file, "new")),
            ("b.txt", file => File.WriteAllText(file, "new")), ("c.txt", file => File.WriteAllText(file, "new"))));
        Assert.Equal(_folder["b.txt"], error.Target);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Staged_files_appear_with_all_others_and_those_that_fail_with_none()
    {
        _folder.Write("a.txt", "old");
        var set = new FileSet();
        set.Stage([(_folder["a.txt"], file => File.WriteAllText(file, "new a")), (_folder["sub", "b.txt"], file => File.WriteAllText(file, "new b"))]);
        var error = Assert.Throws<CellSegException>(() => set.Stage(
        [
            (_folder["c.txt"], file => File.WriteAllText(file, "new c")),
            (_folder["d.txt"], file => throw new CellSegException(file, "the disk is full", "Make room")),
        ]));
        Assert.Equal(_folder["d.txt"], error.Target);
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(3, Contents().Length);
        set.Write();
        Assert.Equal(["a.txt: new a", "sub/b.txt: new b"], Contents());
    }

    [Fact]
    public void Staged_files_that_are_discarded_never_appear()
    {
        var set = new FileSet();
        set.Stage([(_folder["a.txt"], file => File.WriteAllText(file, "new a"))]);
        set.Discard();
        set.Write();
        Assert.Empty(Contents());
    }

    private string[] Prepare(bool isReplacing)
    {
        if (isReplacing)
            _folder.Write("a.txt", "old");
        return Contents();
    }

    private void Write(params (string Name, Action<string> Write)[] files)
    {
        var set = new FileSet();
        foreach (var (name, write) in files)
            set.Add(_folder[name], write);
        set.Write();
    }

    /// <summary>All files, hidden ones too, with what is in them.</summary>
    private string[] Contents() =>
    [
        .. Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => $"{Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')}: {File.ReadAllText(file)}")
            .Order(StringComparer.Ordinal),
    ];
}
