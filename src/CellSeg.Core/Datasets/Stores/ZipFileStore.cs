using System.Collections.Concurrent;
using System.IO.Compression;
using CellSeg.Imaging.Codecs;
using Microsoft.Win32.SafeHandles;

namespace CellSeg.Datasets.Stores;

/// <summary>
/// The files of a zip archive, read without unpacking it. The archive stays open for as long as the data set lives;
/// other programs may still read, rename or delete it.
/// </summary>
#pragma warning disable CA1001 // Data sets are values that are piped around, with nobody to dispose of them: the file handle is let go with the last of them.
internal sealed class ZipFileStore : IFileStore
#pragma warning restore CA1001
{
    // An archive is read by one thread at a time. Each copy keeps the list of its files, so that there are but a few.
    private const int MostReaders = 4;

    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, int> _places;
    private readonly ConcurrentBag<ZipArchive> _idle = [];
    private readonly SemaphoreSlim _readers = new(MostReaders);

    /// <summary>Opens an archive.</summary>
    /// <exception cref="CellSegException">The file is missing or is no zip archive.</exception>
    public ZipFileStore(string path)
    {
        Root = Path.GetFullPath(path);
        SafeFileHandle? file = null;
        try
        {
            _file = file = File.OpenHandle(Root, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var archive = Open();
            // Names are only ever keys of this table, and never paths on the disk. One that is meant to be one is no honest archive's.
            var entries = archive.Entries.Index().Where(entry => entry.Item.Name.Length > 0).ToLookup(entry => ArchiveRules.Find(Root, entry.Item));
            Refused = [.. entries.Where(group => group.Key is not null).Select(group => group.Key!)];
            _places = entries[null].GroupBy(entry => entry.Item.FullName.Replace('\\', '/')).ToDictionary(group => group.Key, group => group.First().Index);
            _idle.Add(archive);
        }
        catch (InvalidDataException e)
        {
            file?.Dispose();
            throw new CellSegException(Root, "this is no intact zip archive", "Download or copy it again, or give the unpacked folder", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new CellSegException(Root, $"the archive cannot be opened ({e.Message.TrimEnd('.')})", "Check the path and its permissions", e);
        }
        Files = [.. _places.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<CellSegException> Refused { get; }

    /// <inheritdoc/>
    public byte[] ReadAllBytes(string file)
    {
        _readers.Wait();
        ZipArchive? archive = null;
        try
        {
            archive = _idle.TryTake(out var idle) ? idle : Open();
            var entry = archive.Entries[_places[file]];
            using var stream = entry.Open();
            byte[] content = new byte[entry.Length];
            stream.ReadExactly(content);
            if (stream.ReadByte() >= 0)
                throw new InvalidDataException("it holds more than it says");
            return content;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new CellSegException(GetFullName(file), $"the archive is damaged here ({e.Message.TrimEnd('.')})", "Download or copy the archive again", e);
        }
        finally
        {
            if (archive is not null)
                _idle.Add(archive);
            _readers.Release();
        }
    }

    /// <inheritdoc/>
    public ByteSource GetSource(string file) => ByteSource.FromContent(() => ReadAllBytes(file), GetFullName(file));

    /// <inheritdoc/>
    public string GetFullName(string file) => $"{Root}/{file}";

    /// <summary>The archive once more, with a place of its own in the file.</summary>
    private ZipArchive Open() => new(new FileStream(_file, FileAccess.Read), ZipArchiveMode.Read);
}
