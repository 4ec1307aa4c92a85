using CellSeg.Files;
using CellSeg.Imaging.Rows;
using CellSeg.Imaging.Tiff.Writing;
using NetVips;

namespace CellSeg.Imaging;

/// <summary>Writes label images and pictures, each whole or not at all (<see cref="AtomicFile"/>).</summary>
public static class ImageWriter
{
    /// <summary>
    /// Writes labels as a losslessly compressed TIFF: 16 bit a pixel, or 32 bit when there are ids above 65,535. They are read in
    /// bands, and may be larger than memory.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="pixelSize">Micrometres a pixel, which the file tells then.</param>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void WriteLabels(string path, ILabelRows labels, double? pixelSize = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        AtomicFile.Write(path, temporary => LabelTiffWriter.Write(temporary, labels, pixelSize));
    }

    /// <summary>Writes an RGB picture, 3 bytes a pixel, in the format of its extension (normally PNG).</summary>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void WriteRgb(string path, int height, int width, byte[] rgb)
    {
        AtomicFile.Write(path, temporary => Guard(path, () =>
        {
            using var image = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar);
            using var srgb = image.Copy(interpretation: Enums.Interpretation.Srgb);
            srgb.WriteToFile(temporary);
        }));
    }

    /// <summary>Runs what writes a file, and turns the errors of libvips into those of the library.</summary>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    internal static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (VipsException e)
        {
            throw new CellSegException(
                path,
                $"the image cannot be written ({e.Message.ReplaceLineEndings(" ").Trim()})",
                "Check the extension, the folder's permissions and the free disk space",
                e);
        }
    }
}
