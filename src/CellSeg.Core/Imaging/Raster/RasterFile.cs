using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// PNG, JPEG, BMP and GIF files of one picture, with the numbers that are stored in them: places in a table of colours
/// are not looked up, and numbers of few bits are not stretched. A picture comes whole or not at all.
/// </summary>
/// <param name="source">The file.</param>
internal sealed class RasterFile(ByteSource source) : PageFile
{
    /// <inheritdoc/>
    public override int PageCount => 1;

    /// <summary>Whether a file is one of these, whatever its name.</summary>
    /// <param name="head">The first 8 bytes or more.</param>
    public static bool IsKnown(ReadOnlySpan<byte> head) => FindReader(head) is not null;

    /// <summary>Reads a file in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="buffer">
    /// An array that may take the numbers instead of a new one. For who reads thousands of files of one size: as garbage their
    /// arrays would set off full collections.
    /// </param>
    /// <exception cref="CellSegException">The file is cut off or damaged, has several pictures, or is of a kind that is not read.</exception>
    public static StoredImage Read(byte[] data, string name, byte[]? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var read = FindReader(data) ?? throw Unreadable(name, "it is no PNG, JPEG, BMP or GIF file");
        try
        {
            return read(data, buffer);
        }
        catch (InvalidDataException e)
        {
            throw Unreadable(name, e.Message, e);
        }
        catch (NotSupportedException e)
        {
            throw new CellSegException(name, $"the image cannot be read ({e.Message})", "Save it as a PNG or TIFF of one picture, grey or RGB", e);
        }
    }

    /// <inheritdoc/>
    public override StoredImage Read(int page)
    {
        if (page != 0)
            throw new CellSegException(source.Name, $"it has one page, none of number {page} (from 0)", "Choose another page");
        try
        {
            return Read(source.ReadAll(), source.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(source.Name, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void SplitPage(int count) => throw Unsupported(source.Name, $"{count} planes in one page");

    /// <summary>
    /// What reads a file. Readers tell by an <see cref="InvalidDataException"/> what is damaged, and by a
    /// <see cref="NotSupportedException"/> what is intact but of a kind that is not read.
    /// </summary>
    private static Func<byte[], byte[]?, StoredImage>? FindReader(ReadOnlySpan<byte> head)
        => head.StartsWith(PngFile.Signature) ? PngFile.Read
            : head.StartsWith(JpegFile.Signature) ? (data, _) => JpegFile.Read(data)
            : head.StartsWith("BM"u8) ? (data, _) => BmpFile.Read(data)
            : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? (data, _) => GifFile.Read(data)
            : null;
}
