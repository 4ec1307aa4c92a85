using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>Grows cells back: the labels of a label image spread into the background around them.</summary>
public static class LabelExpansion
{
    /// <summary>
    /// Grows all cells at the same pace, one 4-connected ring a round; where two meet, the one that comes first in raster
    /// order of its border pixels gets the pixel.
    /// </summary>
    /// <param name="labels">Row-major labels, changed in place.</param>
    /// <param name="mask">Where cells may grow; empty means everywhere.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="rounds">Rings to add; <see cref="int.MaxValue"/> fills what the mask allows.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Grow(Span<int> labels, ReadOnlySpan<bool> mask, int height, int width, int rounds)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        if (!mask.IsEmpty)
            ImageShape.Require(count, mask.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        if (rounds == 0)
            return;
        // A breadth-first search from all labelled pixels that have somewhere to go.
        using var queueBuffer = new PooledBuffer<int>(count);
        var queue = queueBuffer.Span;
        int end = 0;
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                if (labels[i] == 0)
                    continue;
                if ((y > 0 && labels[i - width] == 0) || (x > 0 && labels[i - 1] == 0)
                    || (x < width - 1 && labels[i + 1] == 0) || (y < height - 1 && labels[i + width] == 0))
                {
                    queue[end++] = i;
                }
            }
        }
        for (int begin = 0; rounds > 0 && begin < end; rounds--)
        {
            int roundEnd = end;
            for (; begin < roundEnd; begin++)
            {
                int pixel = queue[begin], x = pixel % width;
                if (pixel >= width)
                    Take(labels, mask, pixel - width, labels[pixel], queue, ref end);
                if (x > 0)
                    Take(labels, mask, pixel - 1, labels[pixel], queue, ref end);
                if (x < width - 1)
                    Take(labels, mask, pixel + 1, labels[pixel], queue, ref end);
                if (pixel + width < labels.Length)
                    Take(labels, mask, pixel + width, labels[pixel], queue, ref end);
            }
        }
    }

    private static void Take(
        Span<int> labels, ReadOnlySpan<bool> mask, int pixel, int label, Span<int> queue, ref int end)
    {
        if (labels[pixel] != 0 || (!mask.IsEmpty && !mask[pixel]))
            return;
        labels[pixel] = label;
        queue[end++] = pixel;
    }
}
