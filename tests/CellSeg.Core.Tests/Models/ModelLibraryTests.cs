using CellSeg.Core.Tests.Support;
using CellSeg.Models;

namespace CellSeg.Core.Tests.Models;

public sealed class ModelLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_of_models_are_found_by_name_and_a_models_own_is_one()
    {
        foreach (string name in (string[])["b", "a"])
            _folder.Write(Path.Combine(name, "model.json"), "{}");
        _folder.Write(Path.Combine("c", "notes.txt"), "no model");
        Assert.Equal([_folder["a"], _folder["b"]], ModelLibrary.FindFolders(_folder.Path));
        Assert.Equal([_folder["a"]], ModelLibrary.FindFolders(_folder["a"]));
        Assert.Empty(ModelLibrary.FindFolders(_folder["none"]));
    }

    [Fact]
    public void A_folder_that_must_not_be_listed_is_refused_by_name()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("rights of this kind are those of Unix");
            return;
        }
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The administrator may list every folder.");
        string folder = Directory.CreateDirectory(_folder["locked"]).FullName;
        var rights = File.GetUnixFileMode(folder);
        File.SetUnixFileMode(folder, UnixFileMode.None);
        try
        {
            Assert.Equal(folder, Assert.Throws<CellSegException>(() => ModelLibrary.FindFolders(folder)).Target);
        }
        finally
        {
            File.SetUnixFileMode(folder, rights);
        }
    }
}
