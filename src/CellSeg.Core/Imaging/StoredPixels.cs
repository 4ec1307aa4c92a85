using System.Runtime.InteropServices;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging;

/// <summary>Intensities from the numbers of an image file.</summary>
internal static class StoredPixels
{
    /// <summary>The image of a page without transparency; places in a table of colours become these colours.</summary>
    /// <param name="stored">The page, of 8 or 16 bits.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">A number stands for no colour, or the numbers are more than fit one array.</exception>
    public static CellImage ToImage(StoredImage stored, string path)
    {
        int[] places = stored.Colours is null ? [.. Enumerable.Range(0, stored.SampleCount).Except(stored.AlphaSamples)] : [0, 1, 2];
        int pixels = stored.Height * stored.Width;
        if ((long)pixels * places.Length > Array.MaxLength)
            throw new CellSegException(path, $"its {stored.Width} x {stored.Height} x {places.Length} values are more than fit one array", "Cut the image into parts");
        var planes = new float[pixels * places.Length];
        for (int c = 0; c < places.Length; c++)
        {
            for (int i = 0; i < pixels; i++)
                planes[(c * pixels) + i] = Find(stored, i, places[c], path);
        }
        return new CellImage(places.Length, stored.Height, stored.Width, planes);
    }

    private static float Find(StoredImage stored, int pixel, int place, string path)
    {
        if (stored.Colours is not { } colours)
            return Number((pixel * stored.SampleCount) + place);
        int colour = (int)(3 * Number(pixel)) + place;
        return colour < colours.Length ? colours[colour] : throw new CellSegException(path, "a number stands for no colour", "Replace the file");

        float Number(int i) => stored.Type == SampleType.UInt16 ? MemoryMarshal.Cast<byte, ushort>(stored.Samples)[i] : stored.Samples[i];
    }
}
