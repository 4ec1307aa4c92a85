using System.Text;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Tiff.Structure;
using NetVips;

namespace CellSeg.Imaging.Tiff;

/// <summary>The pages of a TIFF file, classic or BigTIFF.</summary>
internal sealed class TiffPages : PageFile
{
    private const int ReducedBit = 1, MaskBit = 4, OldReduced = 2;

    private readonly ByteSource _source;
    private readonly List<TiffDirectory> _pages = [];
    private int? _planes;

    private TiffPages(ByteSource source, TiffReader reader)
    {
        _source = source;
        var visited = new HashSet<long> { 0 };
        TiffDirectory? first = null;
        for (long at = reader.FirstDirectory; visited.Add(at);)
        {
            var directory = new TiffDirectory(reader, at);
            first ??= directory;
            if (!IsPartOfAnother(reader, directory))
                _pages.Add(directory);
            at = directory.Next;
        }
        if (first is null)
            throw new InvalidDataException("the file has no page");
        if (_pages.Count == 0)
            _pages.Add(first);
        if (first[TiffTag.MetaMorphPlanes] is { Count: > 1 } planes)
            throw Unsupported(source.Name, $"a MetaMorph stack of {planes.Count} planes, of which a TIFF reader sees the first only,");
        Description = first[TiffTag.ImageDescription] is { } text ? Decode(reader.ReadBytes(text)) : "";
        Resolution = ReadRatio(reader, first[TiffTag.XResolution]) is { } x && ReadRatio(reader, first[TiffTag.YResolution]) is { } y ? (x, y) : null;
        PageNames = ImageJMetadata.ReadLabels(reader, first);
    }

    /// <inheritdoc/>
    public override int PageCount => _planes ?? _pages.Count;

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override (double X, double Y)? Resolution { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> PageNames { get; }

    /// <summary>Reads the directories of a file.</summary>
    /// <exception cref="CellSegException">The file is cut off or damaged.</exception>
    public static TiffPages Open(ByteSource source) => Guard(source, reader => new TiffPages(source, reader));

    /// <inheritdoc/>
    public override StoredImage Read(int page)
        => Guard(_source, reader => TiffDecoder.Decode(_source, reader, LayoutOf(page, reader)));

    /// <inheritdoc/>
    public override IPageRows? OpenRows(int page)
    {
        // One in an archive would be unpacked for every band.
        if (!_source.IsOnDisk)
            return null;
        var layout = Guard(_source, reader => LayoutOf(page, reader));
        return new TiffRows(layout, part => Guard(_source, reader => TiffDecoder.Decode(_source, reader, part)));
    }

    /// <inheritdoc/>
    public override void SplitPage(int count) => Guard(_source, reader =>
    {
        var layout = TiffLayoutReader.Read(_source.Name, reader, _pages[0]);
        if (layout.Compression != TiffCompression.None || layout.IsTiled || layout.IsPlanar)
            throw Unsupported(_source.Name, $"{count} planes behind one header, compressed or in tiles,");
        if (layout.Offsets[0] > reader.Length - (count * layout.ByteCount))
            throw Unreadable(_source.Name, $"the file is cut off: it ends before the last of its {count} planes");
        return _planes = count;
    });

    private TiffLayout LayoutOf(int page, TiffReader reader)
    {
        if (page < 0 || page >= PageCount)
            throw new CellSegException(_source.Name, $"it has {PageCount} pages, none of number {page} (from 0)", "Choose another page");
        if (_planes is null)
            return TiffLayoutReader.Read(_source.Name, reader, _pages[page]);
        var first = TiffLayoutReader.Read(_source.Name, reader, _pages[0]);
        return first with
        {
            Offsets = [first.Offsets[0] + (page * first.ByteCount)],
            Counts = [first.ByteCount],
            Block = (first.Height, first.Width),
        };
    }

    private static bool IsPartOfAnother(TiffReader reader, TiffDirectory directory)
        => (directory.Number(reader, TiffTag.NewSubfileType, 0) & (ReducedBit | MaskBit)) != 0
            || directory.Number(reader, TiffTag.SubfileType, 0) == OldReduced;

    private static double? ReadRatio(TiffReader reader, TiffField? field)
    {
        if (field is not { Type: 5, Count: > 0 } ratio)
            return null;
        double numerator = reader.ReadNumber(ratio.Position, 4), denominator = reader.ReadNumber(ratio.Position + 4, 4);
        return numerator > 0 && denominator > 0 ? numerator / denominator : null;
    }

    /// <summary>UTF-8 as OME writes it, or Latin-1 as ImageJ did.</summary>
    private static string Decode(byte[] text)
    {
        int end = Array.IndexOf(text, (byte)0);
        var bytes = end < 0 ? text : text.AsSpan(0, end);
        return (System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    private static T Guard<T>(ByteSource source, Func<TiffReader, T> read)
    {
        try
        {
            using var stream = source.Open();
            return read(new TiffReader(stream));
        }
        catch (Exception e) when (e is VipsException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(source.Name, e.Message, e);
        }
    }
}
