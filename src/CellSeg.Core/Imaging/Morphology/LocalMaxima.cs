using System.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>Peaks of a map: pixels that no other in the square around them exceeds.</summary>
public static class LocalMaxima
{
    /// <summary>
    /// All pixels above a threshold that equal the maximum of the square around them: every pixel of a plateau counts,
    /// as in scikit-image before 0.18. A constant map has no peaks.
    /// </summary>
    /// <param name="values">Row-major values; NaN never is a peak and never hides one.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="radius">The square has 2 · radius + 1 pixels a side; 0 or more. Outside of the image is 0.</param>
    /// <param name="threshold">A peak is above it, not equal.</param>
    /// <returns>Positions <c>y * width + x</c> in raster order.</returns>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static List<int> FindAll(ReadOnlySpan<float> values, int height, int width, int radius, float threshold)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        var peaks = new List<int>();
        if (count > 1 && values.IndexOfAnyExcept(values[0]) < 0)
            return peaks;
        for (int y = 0; y < height; y++)
        {
            var row = values.Slice(y * width, width);
            bool touchesBorder = y < radius || y >= height - radius;
            for (int x = 0; x < width; x++)
            {
                float value = row[x];
                if (!(value > threshold))
                    continue;
                // Most pixels of a smooth map have a higher neighbour right beside them.
                if (radius > 0 && ((x > 0 && row[x - 1] > value) || (x + 1 < width && row[x + 1] > value)))
                    continue;
                if (value < 0 && (touchesBorder || x < radius || x >= width - radius))
                    continue;
                if (IsMaximum(values, height, width, radius, y, x, value))
                    peaks.Add((y * width) + x);
            }
        }
        return peaks;
    }

    /// <summary>
    /// Peaks no two of which are closer than <paramref name="radius"/> along both axes: of those that are, which can
    /// only be equal ones, the first in raster order stays (scikit-image from 0.18 on keeps an arbitrary one).
    /// </summary>
    /// <returns>Positions <c>y * width + x</c>, highest peaks first, equal ones in raster order.</returns>
    /// <inheritdoc cref="FindAll"/>
    public static List<int> FindSeparated(ReadOnlySpan<float> values, int height, int width, int radius, float threshold)
    {
        var peaks = FindAll(values, height, width, radius, threshold);
        var kept = new List<int>(peaks.Count);
        // Peaks within the radius of each other are equal, so the order of values does not matter for who stays, and in
        // raster order only the last few rows can be too close.
        int first = 0;
        foreach (int peak in peaks)
        {
            int y = peak / width, x = peak % width;
            while (first < kept.Count && y - (kept[first] / width) >= radius)
                first++;
            bool free = true;
            for (int i = first; i < kept.Count && free; i++)
                free = Math.Abs(x - (kept[i] % width)) >= radius;
            if (free)
                kept.Add(peak);
        }
        var heights = new float[kept.Count];
        for (int i = 0; i < heights.Length; i++)
            heights[i] = values[kept[i]];
        return [.. Enumerable.Range(0, heights.Length).OrderByDescending(i => heights[i]).Select(i => kept[i])];
    }

    private static bool IsMaximum(
        ReadOnlySpan<float> values, int height, int width, int radius, int y, int x, float value)
    {
        int left = Math.Max(0, x - radius), length = Math.Min(width - 1, x + radius) - left + 1;
        // Nearest rows first: they are the likeliest to hold a higher value.
        for (int step = 0; step <= radius; step++)
        {
            if (y - step >= 0 && HasGreater(values.Slice(((y - step) * width) + left, length), value))
                return false;
            if (step > 0 && y + step < height && HasGreater(values.Slice(((y + step) * width) + left, length), value))
                return false;
        }
        return true;
    }

    private static bool HasGreater(ReadOnlySpan<float> values, float value)
    {
        int i = 0;
        var limit = new Vector<float>(value);
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(values[i..]), limit))
                return true;
        }
        for (; i < values.Length; i++)
        {
            if (values[i] > value)
                return true;
        }
        return false;
    }
}
