using System.Formats.Tar;
using CellSeg.Datasets.Stores;
using CellSeg.Files;
using CellSeg.Imaging.Arrays;

namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>
/// Opens the files of a <c>.trk</c> or <c>.trks</c>, an archive of tar, packed by gzip or not. Arrays of a packed one are
/// unpacked into temporary files; else they are read in their place.
/// </summary>
internal sealed class TrksArchive
{
    /// <summary>The images.</summary>
    public const string ImagesName = "raw.npy";

    /// <summary>The labels, the same in all frames of a cell.</summary>
    public const string LabelsName = "tracked.npy";

    /// <summary>The lineages of several movies.</summary>
    public const string LineagesName = "lineages.json";

    /// <summary>The lineage of one movie.</summary>
    public const string LineageName = "lineage.json";

    // A lineage takes some hundred bytes a cell.
    private const long LongestLineage = 1L << 28;

    private static readonly byte[] GzipMark = [0x1F, 0x8B];

    private readonly string _path;
    private readonly FileBytes _file;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _warnings = [];
    private readonly List<CellSegException> _problems = [];
    private readonly Dictionary<string, NpyArray> _arrays = [];
    private readonly Dictionary<string, (byte[] Content, string Name)> _texts = [];

    private TrksArchive(string path, CancellationToken cancellationToken)
    {
        (_path, _cancellationToken) = (path, cancellationToken);
        _file = FileBytes.Open(path);
        try
        {
            ReadAll();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new CellSegException(
                path, $"this is no intact archive of tracked movies ({e.Message.TrimEnd('.')})", "Download or copy it again, or save it anew", e);
        }
    }

    /// <summary>The images.</summary>
    public NpyArray Images => Get(ImagesName);

    /// <summary>The labels.</summary>
    public NpyArray Labels => Get(LabelsName);

    /// <summary>The file with the lineages of all movies, and its name; null where there is none.</summary>
    public (byte[] Content, string Name)? Lineages
        => _texts.TryGetValue(LineagesName, out var several) ? several : _texts.TryGetValue(LineageName, out var one) ? one : null;

    /// <summary>What else is there and was not read.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Entries that are none of an honest archive.</summary>
    public IReadOnlyList<CellSegException> Problems => _problems;

    /// <summary>Opens an archive and unpacks what is packed.</summary>
    /// <exception cref="CellSegException">It is damaged, or one of its files cannot be read.</exception>
    public static TrksArchive Open(string path, CancellationToken cancellationToken) => new(path, cancellationToken);

    private void ReadAll()
    {
        using var file = _file.OpenStream();
        Span<byte> mark = stackalloc byte[GzipMark.Length];
        bool isPacked = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length && mark.SequenceEqual(GzipMark);
        file.Position = 0;
        using var packed = isPacked ? new GzipContent(file) : null;
        using var tar = new TarReader(packed?.Stream ?? file, leaveOpen: true);
        while (ReadNext(tar) is { } entry)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (ArchiveRules.FindName(_path, entry.Name) is { } problem)
                _problems.Add(problem);
            else if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes))
                Read(entry, isPacked);
        }
        packed?.ReadToEnd();
    }

    /// <summary>The next entry; null behind the last. The reader tells damage by exceptions of many kinds.</summary>
    private static TarEntry? ReadNext(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception e) when (e is not (CellSegException or IOException))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private void Read(TarEntry entry, bool isPacked)
    {
        string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, full = $"{_path}/{entry.Name}";
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
        {
            _problems.Add(new CellSegException(full, $"this entry is no file ({entry.EntryType})", "Make the archive anew, of plain files"));
            return;
        }
        if (isPacked && ArchiveRules.FindLength(_path, entry.Name, entry.Length, _file.Length) is { } bomb)
            throw new CellSegException(bomb.Target, bomb.Reason, "Unpack it by yourself where you trust it, and pack it anew without compression");
        if (_arrays.ContainsKey(name) || _texts.ContainsKey(name))
            throw new CellSegException(full, "the archive has this entry twice", "Make the archive anew, of one each");
        switch (name)
        {
            case ImagesName or LabelsName:
                _arrays.Add(name, NpyArray.Open(isPacked
                    ? UnpackedFile.Copy(entry.DataStream ?? Stream.Null, entry.Length, null, full, _cancellationToken)
                    : _file.Slice(entry.DataOffset, entry.Length, full)));
                break;
            case LineagesName or LineageName:
                _texts.Add(name, (ReadText(entry, full), full));
                break;
            default:
                _warnings.Add($"{full}: this entry was not read, only the images, the labels and their lineage are.");
                break;
        }
    }

    private static byte[] ReadText(TarEntry entry, string name)
    {
        if (entry.Length > LongestLineage)
            throw new CellSegException(name, FormattableString.Invariant($"it has {entry.Length} bytes, more than any lineage"), "Make the archive anew");
        byte[] text = new byte[entry.Length];
        (entry.DataStream ?? Stream.Null).ReadExactly(text);
        return text;
    }

    private NpyArray Get(string name) => _arrays.TryGetValue(name, out var array)
        ? array
        : throw new CellSegException(_path, $"it has no {name}", "Make the archive anew: raw.npy, tracked.npy and lineages.json belong to it");
}
