using System.IO.Compression;
using CellSeg.Datasets.Stores;
using CellSeg.Files;
using CellSeg.Imaging.Arrays;

namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>
/// Opens the arrays of an archive of NumPy (<c>numpy.savez</c>: a zip archive of <c>.npy</c> files). An array that is stored as
/// it is is read in its place; a compressed one is unpacked once into a temporary file. The checksum of each is tried when it is
/// opened, as NumPy does when it is read.
/// </summary>
internal sealed class NpzArchive
{
    private const string Extension = ".npy";

    // Bytes of labels to one of images: eight to a label, and two channels of them.
    private const int MostLabels = 16;

    private readonly string _path;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _warnings = [];
    private readonly List<CellSegException> _problems = [];

    private NpzArchive(string path, CancellationToken cancellationToken) => (_path, _cancellationToken) = (path, cancellationToken);

    /// <summary>The array <c>X</c>.</summary>
    public NpyArray Images { get; private set; } = null!;

    /// <summary>The array <c>y</c>; null where there is none.</summary>
    public NpyArray? Labels { get; private set; }

    /// <summary>What else is there and was not read.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Entries that are none of an honest archive.</summary>
    public IReadOnlyList<CellSegException> Problems => _problems;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="CellSegException">It is damaged, has no array <c>X</c>, or one of its arrays cannot be read.</exception>
    public static NpzArchive Open(string path, CancellationToken cancellationToken)
    {
        var archive = new NpzArchive(path, cancellationToken);
        try
        {
            archive.Read(FileBytes.Open(path));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            // What an argument out of range says is for programmers.
            string detail = e is ArgumentException ? "" : $" ({e.Message.TrimEnd('.')})";
            throw new CellSegException(path, $"this is no intact archive of NumPy{detail}", "Download or copy it again, or save it anew", e);
        }
        return archive;
    }

    private void Read(FileBytes file)
    {
        using var stream = file.OpenStream();
        using var zip = new ZipArchive(stream);
        var arrays = new List<ZipArchiveEntry>();
        foreach (var entry in zip.Entries)
        {
            if (ArchiveRules.FindName(_path, entry.FullName) is { } problem)
                _problems.Add(problem);
            else
                arrays.Add(entry);
        }
        var images = Find(arrays, "X") ?? throw new CellSegException(
            _path,
            arrays.Count == 0 ? "it has no arrays" : $"it has no array X; its arrays are {string.Join(", ", arrays.Select(NameOf))}",
            "Save the images as X and their labels as y: numpy.savez(file, X=…, y=…)");
        var labels = Find(arrays, "y");
        foreach (var other in arrays.Where(entry => entry != images && entry != labels))
            _warnings.Add($"{_path}: the array {NameOf(other)} was not read, only X and y are.");
        CheckLength(images);
        Images = OpenEntry(images, file, stream);
        if (labels is null)
            return;
        // Labels, which are mostly zeros, may be packed as far as no image is. They are as many as the pixels of the images.
        if (labels.Length / MostLabels > images.Length)
            CheckLength(labels);
        Labels = OpenEntry(labels, file, stream);
    }

    private void CheckLength(ZipArchiveEntry entry)
    {
        if (ArchiveRules.FindLength(_path, entry.FullName, entry.Length, entry.CompressedLength) is { } bomb)
            throw new CellSegException(bomb.Target, bomb.Reason, "Save it by numpy.savez, which does not compress, where you trust it");
    }

    private ZipArchiveEntry? Find(List<ZipArchiveEntry> arrays, string name)
    {
        var found = arrays.Where(entry => NameOf(entry) == name).ToList();
        if (found.Count == 0)
            found = [.. arrays.Where(entry => string.Equals(NameOf(entry), name, StringComparison.OrdinalIgnoreCase))];
        return found.Count < 2 ? found.SingleOrDefault() : throw new CellSegException(_path, $"it has {found.Count} arrays {name}", "Save one of them");
    }

    private NpyArray OpenEntry(ZipArchiveEntry entry, FileBytes file, Stream stream)
    {
        string name = $"{_path}/{entry.FullName}";
        try
        {
            if (entry.IsEncrypted)
                throw new CellSegException(name, "it is encrypted", "Save it without a password");
            using (var content = entry.Open())
                NpyArray.CheckLength(NpyHeader.Read(content, name), entry.Length, name);
            if (FindStored(entry, file, stream, name) is { } stored)
                return NpyArray.Open(stored);
            using var packed = entry.Open();
            return NpyArray.Open(UnpackedFile.Copy(packed, entry.Length, entry.Crc32, name, _cancellationToken));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new CellSegException(name, $"the archive is damaged here ({e.Message.TrimEnd('.')})", "Download or copy it again, or save it anew", e);
        }
    }

    /// <summary>The bytes of an entry where they lie in the archive as they are; null where they are packed.</summary>
    private FileBytes? FindStored(ZipArchiveEntry entry, FileBytes file, Stream stream, string name)
    {
        if (entry.CompressedLength != entry.Length)
            return null;
        using var content = entry.Open();
        content.ReadExactly(stackalloc byte[1]);
        // Where nothing is unpacked nobody reads ahead, and the stream of the archive stands behind the first byte. The checksum
        // tells it from an entry that is as long packed as it was before.
        long start = stream.Position - 1;
        if (start > file.Length - entry.Length)
            return null;
        var bytes = file.Slice(start, entry.Length, name);
        return UnpackedFile.HasChecksum(bytes, entry.Crc32, _cancellationToken) ? bytes : null;
    }

    private static string NameOf(ZipArchiveEntry entry)
        => entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
}
