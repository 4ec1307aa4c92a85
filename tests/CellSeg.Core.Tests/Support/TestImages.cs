using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Support;

/// <summary>Small images with known contents.</summary>
internal static class TestImages
{
    /// <summary>Uniform noise from 0 to 1.</summary>
    public static CellImage Noise(int height, int width, long seed, int channels = 1)
    {
        var random = new RandomSource(seed);
        var pixels = new float[channels * height * width];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (float)random.NextDouble();
        return new CellImage(channels, height, width, pixels);
    }

    /// <summary>The only or first frame of an image file, as every reader gets it.</summary>
    public static CellImage Read(string path) => CellMovie.Open(path).ReadImage();

    /// <summary>The only or first frame of a label file.</summary>
    public static LabelImage ReadLabels(string path) => CellMovie.OpenLabels(path).ReadLabels();

    /// <summary>Values from 0 to 255, the three bytes of a pixel being equal.</summary>
    public static byte[] GreyRgb(int height, int width)
        => [.. Enumerable.Range(0, height * width).SelectMany(i => Enumerable.Repeat((byte)(i * 7), 3))];

    /// <summary>A copy without the cells that have fewer pixels, renumbered.</summary>
    public static LabelImage WithoutSmallCells(this LabelImage image, int minimumArea)
    {
        var areas = image.GetAreas();
        return new LabelImage(
            image.Height, image.Width,
            [.. image.Pixels.Select(label => label > 0 && areas[label] >= minimumArea ? label : 0)]).Renumber();
    }

    /// <summary>Rectangles, each with the id of its place in the list, from 1; later ones lie over earlier ones.</summary>
    public static LabelImage Rectangles(int height, int width, params (int Top, int Left, int Height, int Width)[] rectangles)
    {
        var labels = new LabelImage(height, width);
        for (int i = 0; i < rectangles.Length; i++)
        {
            var (top, left, rows, columns) = rectangles[i];
            for (int y = top; y < top + rows; y++)
                labels.Pixels.AsSpan((y * width) + left, columns).Fill(i + 1);
        }
        return labels;
    }
}
