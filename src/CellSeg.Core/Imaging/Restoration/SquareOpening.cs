using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Restoration;

/// <summary>
/// The grey opening by a square, rows and columns one after the other. The least of a window comes from windows of half its
/// length, so that the work grows with the logarithm of the side.
/// </summary>
public static class SquareOpening
{
    /// <summary>The opening: the highest values, over all squares around a pixel, of the least value in the square.</summary>
    /// <param name="values">Row-major values, all of them finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="radius">The square has 2 · radius + 1 pixels a side; 0 or more. Outside of the image there are no values.</param>
    /// <param name="background">Receives the result. May be the same memory as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Open(ReadOnlySpan<float> values, int height, int width, int radius, Span<float> background)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, background.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        values.CopyTo(background);
        Erode(background, height, width, radius);
        // A dilation is the erosion of the negative.
        TensorPrimitives.Negate(background, background);
        Erode(background, height, width, radius);
        TensorPrimitives.Negate(background, background);
    }

    private static void Erode(Span<float> values, int height, int width, int radius)
    {
        for (int y = 0; y < height; y++)
            TakeLeast(values.Slice(y * width, width), 1, Math.Min(radius, width));
        // All columns at once: the image is one line, in which neighbours are a width apart.
        TakeLeast(values, width, Math.Min(radius, height));
    }

    /// <summary>Replaces each value by the least within a radius, along a line in which neighbours are a step apart.</summary>
    private static void TakeLeast(Span<float> line, int step, int radius)
    {
        int margin = radius * step, window = (2 * radius) + 1;
        using var firstBuffer = new PooledBuffer<float>(line.Length + (2 * margin));
        using var secondBuffer = new PooledBuffer<float>(line.Length + (2 * margin));
        var least = firstBuffer.Span;
        var next = secondBuffer.Span;
        least.Fill(float.PositiveInfinity);
        line.CopyTo(least[margin..]);
        // least[i] is that of a window of so many values from i on.
        int length = 1;
        for (; 2 * length <= window; length *= 2)
        {
            int shift = length * step, end = least.Length - shift;
            TensorPrimitives.Min<float>(least[..end], least[shift..], next);
            least[end..].CopyTo(next[end..]);
            var longer = next;
            next = least;
            least = longer;
        }
        TensorPrimitives.Min<float>(least[..line.Length], least.Slice((window - length) * step, line.Length), line);
    }
}
