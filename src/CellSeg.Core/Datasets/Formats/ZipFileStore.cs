using System.IO.Compression;

namespace CellSeg.Datasets.Formats;

/// <summary>
/// The files of a zip archive, read without unpacking it. The archive stays open for as long as the data set lives;
/// other programs may still read, rename or delete it.
/// </summary>
#pragma warning disable CA1001 // Data sets are values that are piped around, with nobody to dispose of them: the file handle is let go with the last of them.
public sealed class ZipFileStore : IFileStore
#pragma warning restore CA1001
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;
    private readonly Lock _gate = new();

    /// <summary>Opens an archive.</summary>
    /// <exception cref="CellSegException">The file is missing or is no zip archive.</exception>
    public ZipFileStore(string path)
    {
        Root = Path.GetFullPath(path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(Root, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
            // Names are only ever keys of this table: an entry called '../x' is never a path on the disk.
            _entries = _archive.Entries.Where(entry => entry.Name.Length > 0)
                .GroupBy(entry => entry.FullName.Replace('\\', '/'))
                .ToDictionary(group => group.Key, group => group.First());
        }
        catch (InvalidDataException e)
        {
            stream?.Dispose();
            throw new CellSegException(Root, "this is no intact zip archive", "Download or copy it again, or give the unpacked folder", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new CellSegException(Root, $"the archive cannot be opened ({e.Message.TrimEnd('.')})", "Check the path and its permissions", e);
        }
        Files = [.. _entries.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public byte[] ReadAllBytes(string file)
    {
        try
        {
            lock (_gate)
            {
                using var stream = _entries[file].Open();
                using var content = new MemoryStream();
                stream.CopyTo(content);
                return content.ToArray();
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new CellSegException(GetFullName(file), $"the archive is damaged here ({e.Message.TrimEnd('.')})", "Download or copy the archive again", e);
        }
    }

    /// <inheritdoc/>
    public string GetFullName(string file) => $"{Root}/{file}";
}
