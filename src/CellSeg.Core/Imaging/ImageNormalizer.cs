using CellSeg.Numerics;

namespace CellSeg.Imaging;

/// <summary>
/// Brings images to a common scale. It works on whole images and outside the network, so that a tile of an image
/// gets the same numbers whatever its size.
/// </summary>
public static class ImageNormalizer
{
    /// <summary>The percentile that <see cref="ImageNormalization.Percentile"/> maps to 0 unless another is wanted.</summary>
    public const double DefaultLowPercentile = 1;

    /// <summary>The percentile that <see cref="ImageNormalization.Percentile"/> maps to 1 unless another is wanted.</summary>
    public const double DefaultHighPercentile = 99.8;

    // Keeps a constant image finite (docs/method.md, 1.1).
    private const double Epsilon = 1e-7;

    /// <summary>
    /// A normalised copy, all values of which are finite: those of the image that are not have no say in its scale and
    /// become background, which is 0 by percentiles and otherwise what the darkest finite value becomes.
    /// </summary>
    /// <param name="image">Any intensities.</param>
    /// <param name="normalization">The method.</param>
    /// <param name="lowPercentile">What becomes 0 by percentiles, 0 to 100.</param>
    /// <param name="highPercentile">What becomes 1 by percentiles, above the low one and up to 100.</param>
    /// <param name="name">What to call the image in errors.</param>
    /// <exception cref="CellSegException">A channel has no finite value at all.</exception>
    public static CellImage Normalize(
        CellImage image, ImageNormalization normalization, double lowPercentile = DefaultLowPercentile,
        double highPercentile = DefaultHighPercentile, string name = "Image")
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new CellImage(image.Channels, image.Height, image.Width, (float[])image.Pixels.Clone());
        for (int c = 0; c < image.Channels; c++)
        {
            var (offset, divisor, dark) = Measure(image, c, normalization, lowPercentile, highPercentile, name);
            foreach (ref float value in result.Plane(c))
                value = (float)(((float.IsFinite(value) ? value : dark) - offset) / divisor);
        }
        return result;
    }

    /// <summary>
    /// The image with background in place of values that are not finite, before anything is computed of several pixels: what
    /// <see cref="Normalize"/> takes for background, in the image's own intensities.
    /// </summary>
    /// <param name="image">Any intensities.</param>
    /// <param name="normalization">The method by which the image will be normalised.</param>
    /// <param name="lowPercentile">What becomes 0 by percentiles, 0 to 100.</param>
    /// <param name="name">What to call the image in errors.</param>
    /// <returns>The image itself where all its values are finite, otherwise a copy.</returns>
    /// <exception cref="CellSegException">A channel has no finite value at all.</exception>
    public static CellImage FillNonFinite(
        CellImage image, ImageNormalization normalization, double lowPercentile = DefaultLowPercentile, string name = "Image")
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Array.TrueForAll(image.Pixels, float.IsFinite))
            return image;
        var result = new CellImage(image.Channels, image.Height, image.Width, (float[])image.Pixels.Clone()) { ChannelNames = image.ChannelNames };
        for (int c = 0; c < image.Channels; c++)
        {
            float dark = (float)Measure(image, c, normalization, lowPercentile, highPercentile: 100, name).Dark;
            foreach (ref float value in result.Plane(c))
                value = float.IsFinite(value) ? value : dark;
        }
        return result;
    }

    private static Scale Measure(
        CellImage image, int channel, ImageNormalization normalization, double lowPercentile, double highPercentile, string name)
    {
        ReadOnlySpan<float> plane = image.Plane(channel);
        if (!plane.ContainsAnyInRange(float.MinValue, float.MaxValue))
            throw NothingFinite(image, channel, name);
        return normalization switch
        {
            ImageNormalization.Percentile => ByPercentiles(plane, lowPercentile, highPercentile),
            ImageNormalization.WholeImage => ByDeviation(plane),
            ImageNormalization.None => new Scale(0, 1, Darkest(plane)),
            _ => throw new ArgumentOutOfRangeException(nameof(normalization)),
        };
    }

    private static Scale ByPercentiles(ReadOnlySpan<float> plane, double lowPercentile, double highPercentile)
    {
        var sorted = Percentile.SortFinite(plane);
        double low = Percentile.Find(sorted, lowPercentile), high = Percentile.Find(sorted, highPercentile);
        // A nearly empty field may be constant up to its 99.8th percentile: its few bright pixels set the scale then.
        if (high - low < Epsilon)
            high = sorted[^1];
        return new Scale(low, Math.Max(high - low, Epsilon), low);
    }

    private static Scale ByDeviation(ReadOnlySpan<float> plane)
    {
        double sum = 0;
        int count = 0;
        foreach (float value in plane)
        {
            if (!float.IsFinite(value))
                continue;
            sum += value;
            count++;
        }
        double mean = sum / count, squares = 0;
        foreach (float value in plane)
        {
            if (float.IsFinite(value))
                squares += (value - mean) * (value - mean);
        }
        return new Scale(mean, Math.Sqrt(squares / count) + Epsilon, Darkest(plane));
    }

    private static float Darkest(ReadOnlySpan<float> plane)
    {
        float darkest = float.MaxValue;
        foreach (float value in plane)
        {
            if (value < darkest && float.IsFinite(value))
                darkest = value;
        }
        return darkest;
    }

    private static CellSegException NothingFinite(CellImage image, int channel, string name) => new(
        name, $"{(image.Channels == 1 ? "it" : $"its channel {channel} (from 0)")} has no finite value, only NaN or infinity",
        "Replace the image, or leave it out");

    /// <summary>How the values of a plane are mapped.</summary>
    /// <param name="Offset">What becomes 0.</param>
    /// <param name="Divisor">What becomes 1, less the offset.</param>
    /// <param name="Dark">What stands for a value that is not finite.</param>
    private readonly record struct Scale(double Offset, double Divisor, double Dark);
}
