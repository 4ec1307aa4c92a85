using CellSeg.Numerics;

namespace CellSeg.Imaging;

/// <summary>
/// Brings images to a common scale. It works on whole images and outside the network, so that a tile of an image
/// gets the same numbers whatever its size.
/// </summary>
public static class ImageNormalizer
{
    private const double LowPercentile = 1, HighPercentile = 99.8;

    // Keeps a constant image finite (docs/method.md, 1.1).
    private const double Epsilon = 1e-7;

    /// <summary>A normalised copy.</summary>
    /// <param name="image">Any finite intensities.</param>
    /// <param name="normalization">The method.</param>
    public static CellImage Normalize(CellImage image, ImageNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new CellImage(image.Channels, image.Height, image.Width, (float[])image.Pixels.Clone());
        for (int c = 0; c < image.Channels; c++)
        {
            var plane = result.Plane(c);
            var (offset, scale) = normalization switch
            {
                ImageNormalization.Percentile => PercentileRange(plane),
                ImageNormalization.WholeImage => MeanAndDeviation(plane),
                ImageNormalization.None => (0, 1),
                _ => throw new ArgumentOutOfRangeException(nameof(normalization)),
            };
            for (int i = 0; i < plane.Length; i++)
                plane[i] = (float)((plane[i] - offset) / scale);
        }
        return result;
    }

    private static (double Offset, double Scale) PercentileRange(ReadOnlySpan<float> plane)
    {
        var sorted = plane.ToArray();
        Array.Sort(sorted);
        double low = Percentile.Find<float>(sorted, LowPercentile), high = Percentile.Find<float>(sorted, HighPercentile);
        // A nearly empty field may be constant up to its 99.8th percentile: its few bright pixels set the scale then.
        if (high - low < Epsilon)
            high = sorted[^1];
        return (low, Math.Max(high - low, Epsilon));
    }

    private static (double Offset, double Scale) MeanAndDeviation(ReadOnlySpan<float> plane)
    {
        double sum = 0;
        foreach (float value in plane)
            sum += value;
        double mean = sum / plane.Length, squares = 0;
        foreach (float value in plane)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / plane.Length) + Epsilon);
    }
}
