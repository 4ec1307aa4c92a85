using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Tiff.Structure;
using CellSeg.Imaging.Raster;
using CellSeg.Imaging.Tiff;

namespace CellSeg.Imaging;

/// <summary>
/// Opens image files by what they begin with, whatever their extension. What the pages are,
/// <see cref="Stacks.ImageStack"/> knows, through which all but tests read.
/// </summary>
internal static class ImageReader
{
    /// <summary>Opens a file on the disk.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="CellSegException">The file is missing, cut off, damaged, or of no known format.</exception>
    public static PageFile Open(string path) => Open(ByteSource.FromFile(path));

    /// <summary>Opens a file in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">The data are cut off, damaged, or of no known format.</exception>
    public static PageFile Open(byte[] data, string name) => Open(ByteSource.FromBytes(data, name));

    /// <summary>Opens a file wherever it is.</summary>
    /// <param name="source">The file.</param>
    /// <exception cref="CellSegException">The file is cut off, damaged, or of no known format.</exception>
    public static PageFile Open(ByteSource source)
    {
        byte[] head = new byte[16];
        try
        {
            using var stream = source.Open();
            head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PageFile.Unreadable(source.Name, e.Message, e);
        }
        if (TiffReader.IsTiff(head))
            return TiffPages.Open(source);
        if (RasterFile.IsKnown(head))
            return new RasterFile(source);
        throw head.Length == 0
            ? PageFile.Unreadable(source.Name, "the file is empty")
            : new CellSegException(
                source.Name, "this is no TIFF, PNG, JPEG, BMP or GIF file",
                IsArchive(source.Name, head)
                    ? "Read a data set with Import-CellDataset first: its frames go through the pipe"
                    : "Save the image as TIFF, or as OME-TIFF with Bio-Formats where a microscope made it");
    }

    /// <summary>Whether a file is what data sets come in: a zip archive, as those of NumPy are, or one of tracked movies, a tar archive.</summary>
    private static bool IsArchive(string name, ReadOnlySpan<byte> head)
        => head.StartsWith("PK"u8) || Path.GetExtension(name).ToUpperInvariant() is ".NPZ" or ".TRKS" or ".TRK" or ".ZIP" or ".TAR";
}
