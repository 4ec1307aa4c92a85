using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts;

/// <summary>Where a data set is said to be: a folder, a zip archive, or another file.</summary>
internal sealed class DatasetPlace
{
    private static readonly byte[] ZipMark = [(byte)'P', (byte)'K', 3, 4];

    private readonly Lazy<IFileStore?> _files;

    private DatasetPlace(string path, bool isFolder)
    {
        (Path, IsFolder) = (path, isFolder);
        Extension = isFolder ? "" : System.IO.Path.GetExtension(path).ToLowerInvariant();
        _files = new(() => isFolder ? new FolderFileStore(path) : IsZip ? new ZipFileStore(path) : null);
    }

    /// <summary>The full name.</summary>
    public string Path { get; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder { get; }

    /// <summary>The extension in small letters, with its point; empty for a folder.</summary>
    public string Extension { get; }

    /// <summary>Its name without folder and extension.</summary>
    public string Name => IsFolder ? System.IO.Path.GetFileName(Path) : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The files of the folder or zip archive; null for another file. NumPy's archives are files of their own.</summary>
    /// <exception cref="CellSegException">The folder cannot be listed, or the archive is damaged.</exception>
    public IFileStore? Files => _files.Value;

    private bool IsZip => Extension == ".zip" || (Extension != ".npz" && BeginsWith(ZipMark));

    /// <summary>Names a folder or file.</summary>
    /// <exception cref="CellSegException">There is none.</exception>
    public static DatasetPlace Open(string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        bool isFolder = Directory.Exists(full);
        if (!isFolder && !File.Exists(full))
            throw new CellSegException(path, "there is no such file or folder", "Check the path") { IsMissing = true };
        return new DatasetPlace(full, isFolder);
    }

    /// <summary>Whether it is a file that begins with some bytes; one that cannot be read does not.</summary>
    public bool BeginsWith(ReadOnlySpan<byte> mark)
    {
        if (IsFolder)
            return false;
        try
        {
            byte[] head = new byte[mark.Length];
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && mark.SequenceEqual(head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads the file is told why it cannot be read.
            return false;
        }
    }
}
