using CellSeg.Imaging.Morphology;

namespace CellSeg.Datasets.Simulation.Optics;

/// <summary>A Gaussian blur of many pixels, nearly: of blocks, with the values between their centres interpolated.</summary>
internal static class WideBlur
{
    // Blocks of a third of the standard deviation widen it by less than a hundredth.
    private const double BlocksADeviation = 3;

    /// <summary>Smooths a map.</summary>
    /// <param name="values">Row-major values.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="sigma">Standard deviation in pixels, at least 0.</param>
    public static float[] Apply(float[] values, int height, int width, double sigma)
    {
        int block = Math.Max((int)(sigma / BlocksADeviation), 1);
        int rows = (height + block - 1) / block, columns = (width + block - 1) / block;
        float[] means = block == 1 ? [.. values] : Reduce(values, height, width, block, rows, columns);
        GaussianFilter.Apply(means, rows, columns, sigma / block, means);
        return block == 1 ? means : Enlarge(means, height, width, block, rows, columns);
    }

    private static float[] Reduce(float[] values, int height, int width, int block, int rows, int columns)
    {
        var sums = new float[rows * columns];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                sums[(y / block * columns) + (x / block)] += values[(y * width) + x];
        }
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int count = Math.Min(block, height - (row * block)) * Math.Min(block, width - (column * block));
                sums[(row * columns) + column] /= count;
            }
        }
        return sums;
    }

    private static float[] Enlarge(float[] means, int height, int width, int block, int rows, int columns)
    {
        var across = new (int First, int Second, float Weight)[width];
        for (int x = 0; x < width; x++)
            across[x] = Between(x, block, columns);
        var result = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            var (first, second, weight) = Between(y, block, rows);
            var above = means.AsSpan(first * columns, columns);
            var below = means.AsSpan(second * columns, columns);
            for (int x = 0; x < width; x++)
            {
                var (left, right, share) = across[x];
                float top = above[left] + (share * (above[right] - above[left])), bottom = below[left] + (share * (below[right] - below[left]));
                result[(y * width) + x] = top + (weight * (bottom - top));
            }
        }
        return result;
    }

    /// <summary>The two blocks between whose centres a pixel lies, and how near it is to the second.</summary>
    private static (int First, int Second, float Weight) Between(int pixel, int block, int count)
    {
        float place = Math.Clamp(((pixel + 0.5f) / block) - 0.5f, 0, count - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, count - 1), place - first);
    }
}
