using CellSeg.Files;
using NetVips;

namespace CellSeg.Imaging;

/// <summary>Writes label images and pictures, each whole or not at all (<see cref="AtomicFile"/>).</summary>
public static class ImageWriter
{
    /// <summary>
    /// Writes a label image as a losslessly compressed TIFF: 16 bit a pixel, or 32 bit when there are more than 65,535
    /// ids.
    /// </summary>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void WriteLabels(string path, LabelImage labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var format = labels.MaxLabel <= ushort.MaxValue ? Enums.BandFormat.Ushort : Enums.BandFormat.Uint;
        Save(path, labels.Width, labels.Height, labels.Pixels, format, Enums.Interpretation.Grey16);
    }

    /// <summary>Writes a single-channel image as float32 (TIFF).</summary>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">The image has several channels.</exception>
    public static void WriteFloat(string path, CellImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels != 1)
            throw new ArgumentException("Only single-channel images are written.", nameof(image));
        Save(path, image.Width, image.Height, image.Pixels, Enums.BandFormat.Float, Enums.Interpretation.Bw);
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

    private static void Save<T>(string path, int width, int height, T[] pixels, Enums.BandFormat format, Enums.Interpretation interpretation)
        where T : unmanaged
    {
        AtomicFile.Write(path, temporary => Guard(path, () =>
        {
            using var image = Image.NewFromMemory(pixels, width, height, 1, typeof(T) == typeof(float) ? Enums.BandFormat.Float : Enums.BandFormat.Int);
            using var cast = image.Cast(format);
            using var typed = cast.Copy(interpretation: interpretation);
            typed.Tiffsave(temporary, compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.Horizontal);
        }));
    }

    private static void Guard(string path, Action write)
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
