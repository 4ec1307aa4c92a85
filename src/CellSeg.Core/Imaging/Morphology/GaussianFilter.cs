using System.Numerics.Tensors;
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
        double[] kernel = MakeKernel(sigma);
        int radius = kernel.Length / 2;
        if (radius == 0)
        {
            values.CopyTo(smoothed);
            return;
        }
        // The centre of the kernel and its right half.
        float[] weights = Array.ConvertAll(kernel[radius..], weight => (float)weight);
        using var sumBuffer = new PooledBuffer<float>(width);
        var sums = sumBuffer.Span;
        using var columnBuffer = new PooledBuffer<float>(count);
        var columns = columnBuffer.Span;
        for (int y = 0; y < height; y++)
        {
            var output = columns.Slice(y * width, width);
            TensorPrimitives.Multiply(values.Slice(y * width, width), weights[0], output);
            for (int k = 1; k <= radius; k++)
            {
                int above = Map(y - k, height), below = Map(y + k, height);
                AddPair(values.Slice(above * width, width), values.Slice(below * width, width), weights[k], sums, output);
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
            TensorPrimitives.Multiply(line.Slice(radius, width), weights[0], output);
            for (int k = 1; k <= radius; k++)
                AddPair(line.Slice(radius - k, width), line.Slice(radius + k, width), weights[k], sums, output);
        }
    }

    /// <summary>A kernel cut at four standard deviations, whose weights add up to 1.</summary>
    /// <param name="sigma">Standard deviation in pixels, 0 or more; a single 1 for what is narrower than a pixel.</param>
    internal static double[] MakeKernel(double sigma)
    {
        int radius = (int)((Truncation * sigma) + 0.5);
        var kernel = new double[(2 * radius) + 1];
        for (int k = -radius; k <= radius; k++)
            kernel[k + radius] = radius == 0 ? 1 : Math.Exp(-0.5 * k * k / (sigma * sigma));
        double sum = kernel.Sum();
        return Array.ConvertAll(kernel, weight => weight / sum);
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

    /// <summary>Adds two lines, times a weight, to the output.</summary>
    private static void AddPair(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, float weight, Span<float> sums, Span<float> output)
    {
        TensorPrimitives.AddMultiply(first, second, weight, sums);
        TensorPrimitives.Add(output, sums, output);
    }
}
