using System.Runtime.InteropServices;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Peaks by prominence: how far one must go down from a peak before one can go up to a higher one. Unlike with a minimum
/// distance, cells of any size and distance are told apart, and noise lower than the prominence makes no peaks. They are
/// the h-maxima of eight neighbours (Soille 2003, section 6.3.4), one pixel for each, found without a reconstruction: since
/// values mostly fall off steeply around a peak, a search from it soon ends.
/// </summary>
public static class ProminentPeaks
{
    /// <summary>Finds the peaks.</summary>
    /// <param name="values">Row-major values; NaN is lower than all others.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="prominence">
    /// Every path over eight neighbours to a higher pixel (of equal ones the first in raster order is the highest) passes
    /// one at least this much lower than the peak; above 0.
    /// </param>
    /// <param name="threshold">A peak is above it, not equal.</param>
    /// <returns>Positions <c>y * width + x</c> in raster order.</returns>
    /// <exception cref="ArgumentException">The span has another length than the image.</exception>
    public static List<int> Find(ReadOnlySpan<float> values, int height, int width, float prominence, float threshold)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(prominence);
        using var visitBuffer = new PooledBuffer<int>(count, clear: true);
        var peaks = new List<int>();
        var stack = new List<int>();
        int visit = 0;
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                float value = values[i];
                if (!(value > threshold) || (x > 0 && values[i - 1] >= value) || (x < width - 1 && values[i + 1] > value))
                    continue;
                if (!LeadsUp(values, height, width, i, value - prominence, ++visit, visitBuffer.Span, stack))
                    peaks.Add(i);
            }
        }
        return peaks;
    }

    /// <summary>Whether a higher pixel can be reached over pixels above a floor.</summary>
    private static bool LeadsUp(
        ReadOnlySpan<float> values, int height, int width, int peak, float floor, int visit, Span<int> visits,
        List<int> stack)
    {
        float value = values[peak];
        visits[peak] = visit;
        stack.Clear();
        stack.Add(peak);
        while (stack.Count > 0)
        {
            int pixel = stack[^1], y = pixel / width, x = pixel % width;
            CollectionsMarshal.SetCount(stack, stack.Count - 1);
            for (int ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
            {
                for (int nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                {
                    int neighbour = (ny * width) + nx;
                    float other = values[neighbour];
                    if (!(other > floor) || visits[neighbour] == visit)
                        continue;
                    if (other > value || (other == value && neighbour < peak))
                        return true;
                    visits[neighbour] = visit;
                    stack.Add(neighbour);
                }
            }
        }
        return false;
    }
}
