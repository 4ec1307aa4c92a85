using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// PNG, JPEG, BMP and GIF files of one picture, with the numbers that are stored in them: places in a table of colours
/// are not looked up, and numbers of few bits are not stretched. A picture comes whole or not at all.
/// </summary>
internal static class RasterFile
{
    /// <summary>Whether a file is one of these, whatever its name.</summary>
    /// <param name="head">The first 8 bytes or more.</param>
    public static bool IsKnown(ReadOnlySpan<byte> head) => FindReader(head) is not null;

    /// <summary>Reads a file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">The file is cut off or damaged, has several pictures, or is of a kind that is not read.</exception>
    public static StoredImage Read(byte[] data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var read = FindReader(data)
            ?? throw new CellSegException(name, "this is no PNG, JPEG, BMP or GIF file", "Save the image in one of these formats, or as TIFF");
        try
        {
            return read(data);
        }
        catch (InvalidDataException e)
        {
            string reason = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
            throw new CellSegException(name, $"the image cannot be read ({reason})", "Replace the file by an intact TIFF, PNG or JPEG", e);
        }
        catch (NotSupportedException e)
        {
            throw new CellSegException(name, $"the image cannot be read ({e.Message})", "Save it as a PNG or TIFF of one picture, grey or RGB", e);
        }
    }

    /// <summary>
    /// What reads a file. Readers tell by an <see cref="InvalidDataException"/> what is damaged, and by a
    /// <see cref="NotSupportedException"/> what is intact but of a kind that is not read.
    /// </summary>
    private static Func<byte[], StoredImage>? FindReader(ReadOnlySpan<byte> head)
        => head.StartsWith(PngFile.Signature) ? PngFile.Read
            : head.StartsWith(JpegFile.Signature) ? JpegFile.Read
            : head.StartsWith("BM"u8) ? BmpFile.Read
            : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? GifFile.Read
            : null;
}
