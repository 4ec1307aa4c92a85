using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Restoration;

/// <summary>
/// Replaces single pixels of a camera that are too bright by the median of their eight neighbours. A hot pixel stands out and
/// stands alone; the smallest spot that optics can show, sampled as it should be, is bright in its neighbours, too, and stays.
/// </summary>
/// <remarks>
/// With b the median of the 16 pixels that are two away, a pixel of value p is hot where p - b is more than k times the noise, and
/// no neighbour of it rises above b by as much as a quarter of p - b. The noise is the larger of two robust standard deviations
/// (1.4826 times the median of absolute values): that of the 16 pixels, for the noise of light grows with it and edges are no
/// noise, and that of the differences between neighbours in a row, divided by the root of 2. A spot with a Gaussian width
/// (standard deviation) of 0.7 pixels or more gives its neighbours a third of its height. Two hot pixels side by side are taken
/// for such a spot, and the four corners, in which the foot of one could be a pixel alone, are left as they are. Single frames
/// are judged, so that a pixel that is hot in one frame only goes, too.
/// </remarks>
public static class HotPixels
{
    /// <summary>How many standard deviations of noise a hot pixel stands out by where nobody says how many.</summary>
    public const double DefaultThreshold = 8;

    private const double MadToDeviation = 1.4826;
    private const double MeanToDeviation = 1.2533;
    private const float LargestNeighbour = 0.25f;

    /// <summary>Replaces the hot pixels of a plane.</summary>
    /// <param name="values">Row-major intensities; those that are not finite stay and are no neighbours.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="threshold">How many standard deviations of noise a hot pixel stands out by, above 0.</param>
    /// <returns>How many pixels were replaced.</returns>
    /// <exception cref="ArgumentException">The span has another length than the image, or the threshold is not above 0.</exception>
    public static int Remove(Span<float> values, int height, int width, double threshold = DefaultThreshold)
    {
        ImageShape.Require(ImageShape.CountPixels(height, width), values.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        double noise = MeasureNoise(values, width);
        var found = new List<(int Pixel, float Value)>();
        Span<float> near = stackalloc float[8], ring = stackalloc float[16];
        for (int i = 0; i < values.Length; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            // In a corner the foot of a spot outside of the image may look like a pixel alone.
            if ((y is 0 || y == height - 1) && (x is 0 || x == width - 1))
                continue;
            var neighbours = Collect(values, height, width, y, x, 1, near);
            // Mostly a neighbour is as bright.
            if (!float.IsFinite(values[i]) || neighbours.Length == 0 || Max(neighbours) >= values[i])
                continue;
            var surroundings = Collect(values, height, width, y, x, 2, ring);
            if (surroundings.Length == 0)
                continue;
            float ground = Median(surroundings), rise = values[i] - ground;
            if (Max(neighbours) - ground >= LargestNeighbour * rise)
                continue;
            foreach (ref float value in surroundings)
                value = Math.Abs(value - ground);
            if (rise > threshold * Math.Max(noise, MadToDeviation * Median(surroundings)))
                found.Add((i, Median(neighbours)));
        }
        foreach (var (pixel, value) in found)
            values[pixel] = value;
        return found.Count;
    }

    /// <summary>The standard deviation of noise, from the differences between neighbours in a row, most of which are nothing else.</summary>
    private static double MeasureNoise(ReadOnlySpan<float> values, int width)
    {
        if (width == 1)
            return 0;
        var differences = new float[values.Length - (values.Length / width)];
        for (int i = 0, next = 0; i < values.Length; i++)
        {
            if (i % width > 0)
                differences[next++] = Math.Abs(values[i] - values[i - 1]);
        }
        var sorted = Percentile.SortFinite(differences);
        if (sorted.IsEmpty)
            return 0;
        double deviation = MadToDeviation * Percentile.Find(sorted, 50);
        // More than half of them are 0 where the ground is one value.
        if (deviation == 0)
            deviation = MeanToDeviation * TensorPrimitives.Sum(sorted) / sorted.Length;
        return deviation / Math.Sqrt(2);
    }

    /// <summary>The finite pixels at a distance of so many rows or columns.</summary>
    private static Span<float> Collect(ReadOnlySpan<float> values, int height, int width, int row, int column, int distance, Span<float> found)
    {
        int count = 0;
        for (int y = row - distance; y <= row + distance; y++)
        {
            if ((uint)y >= (uint)height)
                continue;
            int step = Math.Abs(y - row) == distance ? 1 : 2 * distance;
            for (int x = column - distance; x <= column + distance; x += step)
            {
                if ((uint)x < (uint)width && float.IsFinite(values[(y * width) + x]))
                    found[count++] = values[(y * width) + x];
            }
        }
        return found[..count];
    }

    private static float Max(ReadOnlySpan<float> values) => TensorPrimitives.Max(values);

    /// <summary>The median, the mean of the middle two of an even number; sorts.</summary>
    private static float Median(Span<float> values)
    {
        values.Sort();
        return (float)Percentile.Find<float>(values, 50);
    }
}
