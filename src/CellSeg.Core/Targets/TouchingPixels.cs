using CellSeg.Imaging.Morphology;

namespace CellSeg.Targets;

/// <summary>Where cells touch or nearly do: what decides whether two of them are told apart (Ronneberger et al. 2015).</summary>
public static class TouchingPixels
{
    /// <summary>Writes one value to the pixels with two cells or more in the square around them, and another to all others.</summary>
    /// <param name="labels">Row-major labels, 0 for background.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="radius">The square has 2 · radius + 1 pixels a side; at least 1.</param>
    /// <param name="touching">What pixels between cells get.</param>
    /// <param name="other">What the others get.</param>
    /// <param name="values">Receives the map.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Fill(ReadOnlySpan<int> labels, int height, int width, int radius, float touching, float other, Span<float> values)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        ImageShape.Require(count, values.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(radius, 1);
        for (int y = 0, i = 0; y < height; y++)
        {
            int top = Math.Max(0, y - radius), bottom = Math.Min(height - 1, y + radius);
            for (int x = 0; x < width; x++, i++)
            {
                int left = Math.Max(0, x - radius), right = Math.Min(width - 1, x + radius);
                values[i] = HasTwoCells(labels, width, top, bottom, left, right) ? touching : other;
            }
        }
    }

    private static bool HasTwoCells(ReadOnlySpan<int> labels, int width, int top, int bottom, int left, int right)
    {
        int first = 0;
        for (int y = top; y <= bottom; y++)
        {
            foreach (int label in labels.Slice((y * width) + left, right - left + 1))
            {
                if (label == 0 || label == first)
                    continue;
                if (first != 0)
                    return true;
                first = label;
            }
        }
        return false;
    }
}
