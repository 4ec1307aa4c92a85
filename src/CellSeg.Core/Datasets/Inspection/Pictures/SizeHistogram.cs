using System.Globalization;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Datasets.Inspection.Pictures;

/// <summary>A histogram of the areas of cells in classes of equal ratio, for sizes differ by factors.</summary>
internal static class SizeHistogram
{
    // In pixels of the picture.
    private const int Classes = 32, BarWidth = 11, BarHeight = 92, Dot = 2;

    /// <summary>Pixels from its left to its right.</summary>
    public const int Width = Classes * BarWidth;

    /// <summary>Draws it.</summary>
    /// <param name="picture">Is drawn on.</param>
    /// <param name="top">The first row.</param>
    /// <param name="left">The first column.</param>
    /// <param name="areas">The areas in ascending order, at least one.</param>
    /// <param name="bars">The colour of the bars.</param>
    /// <param name="text">The colour of the text.</param>
    public static void Draw(RgbImage picture, int top, int left, int[] areas, Rgb bars, Rgb text)
    {
        int[] counts = Count(areas);
        PixelFont.Draw(picture, top, left, "cell sizes in pixels", Dot, text);
        int bottom = top + ((PixelFont.Height + 3) * Dot) + BarHeight;
        for (int i = 0; i < Classes; i++)
        {
            // No class that has a cell looks empty.
            int height = (int)Math.Ceiling(counts[i] / (double)counts.Max() * BarHeight);
            picture.Fill(bottom - height, left + (i * BarWidth), height, BarWidth - 2, bars);
        }
        picture.Fill(bottom, left, 2, Width, text);
        string last = areas[^1].ToString(CultureInfo.InvariantCulture);
        int below = bottom + 8;
        PixelFont.Draw(picture, below, left, areas[0].ToString(CultureInfo.InvariantCulture), Dot, text);
        PixelFont.Draw(picture, below, left + Width - (last.Length * PixelFont.Advance * Dot), last, Dot, text);
    }

    private static int[] Count(int[] areas)
    {
        int[] counts = new int[Classes];
        double range = Math.Log(areas[^1] / (double)areas[0]);
        foreach (int area in areas)
            counts[range == 0 ? Classes / 2 : Math.Min((int)(Math.Log(area / (double)areas[0]) / range * Classes), Classes - 1)]++;
        return counts;
    }
}
