using CellSeg.Imaging;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Raster;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Datasets.Layouts.Bbbc038;

/// <summary>The mask of one cell: an image of which every pixel that is not black belongs to the cell.</summary>
internal sealed class CellMask
{
    private CellMask(int height, int width, byte[] pixels) => (Height, Width, Pixels) = (height, width, pixels);

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Row-major, 0 outside of the cell.</summary>
    public byte[] Pixels { get; }

    /// <summary>Reads the bytes of an image file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="buffer">The pixels of a mask that is no longer needed, which may take those of this one.</param>
    /// <exception cref="CellSegException">The file cannot be read, holds several frames, or does not keep the edge of the cell.</exception>
    public static CellMask Read(byte[] data, string name, byte[]? buffer = null)
    {
        var stored = RasterFile.IsKnown(data) ? RasterFile.Read(data, name, buffer) : null;
        if (stored is { IsLossy: true })
            throw new CellSegException(name, "JPEG mixes neighbouring pixels, so that the edge of the cell is lost", "Save masks as PNG or TIFF");
        // Data sets have tens of thousands of these, of which nothing has to be converted.
        if (stored is { SampleCount: 1, Type: SampleType.UInt8, Colours: null })
            return new CellMask(stored.Height, stored.Width, stored.Samples);
        var image = stored is null ? ImageStack.ReadSingleFrame(data, name) : StoredPixels.ToImage(stored, name);
        byte[] pixels = new byte[image.Height * image.Width];
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            if (image.Pixels[i] > 0)
                pixels[i % pixels.Length] = 1;
        }
        return new CellMask(image.Height, image.Width, pixels);
    }

    /// <summary>Gives an id to those pixels of the cell that have none.</summary>
    /// <param name="labels">A label image of the mask's size.</param>
    /// <param name="id">The id, above 0.</param>
    public void Paint(LabelImage labels, int id)
    {
        var mask = Pixels.AsSpan();
        // Nearly all of a mask is black, and is leapt over.
        for (int start = 0; mask[start..].IndexOfAnyExcept((byte)0) is var gap and >= 0;)
        {
            start += gap;
            int length = mask[start..].IndexOf((byte)0);
            if (length < 0)
                length = mask.Length - start;
            foreach (ref int label in labels.Pixels.AsSpan(start, length))
            {
                if (label == 0)
                    label = id;
            }
            start += length;
        }
    }
}
