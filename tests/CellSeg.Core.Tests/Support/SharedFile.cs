namespace CellSeg.Core.Tests.Support;

/// <summary>Data that are no part of the repository: in a folder <c>shared</c> beside it, or beside a folder above.</summary>
internal static class SharedFile
{
    /// <summary>The file of that name below <c>shared</c>; without it the test is skipped.</summary>
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", name);
            if (File.Exists(path))
                return path;
        }
        Assert.Skip($"There is no shared/{name} beside the repository.");
        return name;
    }
}
