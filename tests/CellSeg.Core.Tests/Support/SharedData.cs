namespace CellSeg.Core.Tests.Support;

/// <summary>Files that are no part of the repository, in a folder <c>shared/data</c> beside or above it.</summary>
internal static class SharedData
{
    /// <summary>The full name of a file or folder; null where there is none.</summary>
    public static string? Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine([folder.FullName, "shared", "data", .. parts]);
            if (Path.Exists(path))
                return path;
        }
        return null;
    }
}
