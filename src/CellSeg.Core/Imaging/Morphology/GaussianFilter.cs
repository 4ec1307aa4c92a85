using System.Numerics;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Gaussian smoothing, first down the columns, then along the rows. The kernel is cut at four standard deviations, and
/// beyond its border the image is mirrored with the border pixel repeated (c b a | a b c), as in SciPy's
/// <c>gaussian_filter</c>.
/// </summary>
public static class GaussianFilter
{
    private const double Truncation = 4;

    /// <summary>Smooths a map.</summary>
    /// <param name="values">Row-major values.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="sigma">Standard deviation in pixels; 0 copies.</param>
    /// <param name="smoothed">Receives the result. May be the same memory as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image, or sigma is negative.</exception>
    public static void Apply(
        ReadOnlySpan<float> values, int height, int width, double sigma, Span<float> smoothed)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, smoothed.Length);
        if (!(sigma >= 0 && double.IsFinite(sigma)))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "A standard deviation is 0 or more.");
        int radius = (int)((Truncation * sigma) + 0.5);
        if (radius == 0)
        {
            values.CopyTo(smoothed);
            return;
        }
        var weights = MakeWeights(sigma, radius);
        using var columnBuffer = new PooledBuffer<float>(count);
        var columns = columnBuffer.Span;
        for (int y = 0; y < height; y++)
        {
            var output = columns.Slice(y * width, width);
            Scale(values.Slice(y * width, width), weights[0], output);
            for (int k = 1; k <= radius; k++)
            {
                int above = Map(y - k, height), below = Map(y + k, height);
                AddPair(values.Slice(above * width, width), values.Slice(below * width, width), weights[k], output);
            }
        }

        using var lineBuffer = new PooledBuffer<float>(width + (2 * radius));
        var line = lineBuffer.Span;
        for (int y = 0; y < height; y++)
        {
            columns.Slice(y * width, width).CopyTo(line[radius..]);
            for (int k = 1; k <= radius; k++)
            {
                line[radius - k] = line[radius + Map(-k, width)];
                line[radius + width - 1 + k] = line[radius + Map(width - 1 + k, width)];
            }
            var output = smoothed.Slice(y * width, width);
            Scale(line.Slice(radius, width), weights[0], output);
            for (int k = 1; k <= radius; k++)
                AddPair(line.Slice(radius - k, width), line.Slice(radius + k, width), weights[k], output);
        }
    }

    /// <summary>The centre of the kernel and its right half.</summary>
    private static float[] MakeWeights(double sigma, int radius)
    {
        var weights = new double[radius + 1];
        double sum = 0;
        for (int k = 0; k <= radius; k++)
        {
            weights[k] = Math.Exp(-0.5 * k * k / (sigma * sigma));
            sum += k == 0 ? weights[k] : 2 * weights[k];
        }
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    /// <summary>The position within the image of which one that may lie outside, however far, is a reflection.</summary>
    private static int Map(int position, int length)
    {
        int period = 2 * length;
        position %= period;
        if (position < 0)
            position += period;
        return position < length ? position : period - 1 - position;
    }

    private static void Scale(ReadOnlySpan<float> values, float weight, Span<float> output)
    {
        int x = 0;
        var factor = new Vector<float>(weight);
        for (; x <= output.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(values[x..]) * factor).CopyTo(output[x..]);
        for (; x < output.Length; x++)
            output[x] = values[x] * weight;
    }

    private static void AddPair(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float weight, Span<float> output)
    {
        int x = 0;
        var factor = new Vector<float>(weight);
        for (; x <= output.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var sum = new Vector<float>(first[x..]) + new Vector<float>(second[x..]);
            (new Vector<float>(output[x..]) + (sum * factor)).CopyTo(output[x..]);
        }
        for (; x < output.Length; x++)
            output[x] += (first[x] + second[x]) * weight;
    }
}
