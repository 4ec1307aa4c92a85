using CellSeg.Imaging.Codecs;

namespace CellSeg.Datasets.Stores;

/// <summary>The files of a folder and its sub-folders.</summary>
internal sealed class FolderFileStore : IFileStore
{
    /// <summary>Lists a folder.</summary>
    /// <exception cref="CellSegException">The folder is missing or cannot be listed.</exception>
    public FolderFileStore(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CellSegException(folder, "there is no such folder", "Check the path") { IsMissing = true };
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            Files = [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(folder, $"the folder cannot be listed ({e.Message.TrimEnd('.')})", "Check its permissions", e);
        }
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<CellSegException> Refused => [];

    /// <inheritdoc/>
    public byte[] ReadAllBytes(string file)
    {
        try
        {
            return File.ReadAllBytes(GetFullName(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                GetFullName(file), $"the file cannot be read ({e.Message.TrimEnd('.')})", "Check that it is still there and that you may read it", e);
        }
    }

    /// <inheritdoc/>
    public ByteSource GetSource(string file) => ByteSource.FromFile(GetFullName(file));

    /// <inheritdoc/>
    public string GetFullName(string file) => Path.Combine(Root, file.Replace('/', Path.DirectorySeparatorChar));
}
