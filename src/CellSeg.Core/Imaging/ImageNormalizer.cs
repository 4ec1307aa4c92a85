using CellSeg.Imaging.Intensities;
using CellSeg.Imaging.Rows;

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
        var scales = Measure(image, normalization, lowPercentile, highPercentile, name);
        return Change(image, (values, channel) => scales[channel].Apply(values), []);
    }

    /// <summary>
    /// The same of an image that is read a band of rows at a time. It is read from the top to the bottom once or twice to find its
    /// scale; of its bands, the values become to the bit what they become in the whole image.
    /// </summary>
    /// <inheritdoc cref="Normalize(CellImage, ImageNormalization, double, double, string)"/>
    /// <exception cref="CellSegException">A channel has no finite value at all, or the image can no longer be read.</exception>
    public static IImageRows Normalize(
        IImageRows image, ImageNormalization normalization, double lowPercentile = DefaultLowPercentile,
        double highPercentile = DefaultHighPercentile, string name = "Image")
    {
        ArgumentNullException.ThrowIfNull(image);
        var scales = Measure(image, normalization, lowPercentile, highPercentile, name);
        return new ChangedRows(image, (values, channel) => scales[channel].Apply(values));
    }

    /// <summary>
    /// The image with background in place of values that are not finite, before anything is computed of several pixels: what
    /// <see cref="Normalize(CellImage, ImageNormalization, double, double, string)"/> takes for background, in the image's own intensities.
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
        var scales = Measure(image, normalization, lowPercentile, highPercentile: 100, name);
        return Change(image, (values, channel) => scales[channel].Fill(values), image.ChannelNames);
    }

    private static CellImage Change(CellImage image, Action<Span<float>, int> change, IReadOnlyList<string> names)
    {
        var result = new CellImage(image.Channels, image.Height, image.Width, (float[])image.Pixels.Clone()) { ChannelNames = names };
        for (int c = 0; c < image.Channels; c++)
            change(result.Plane(c), c);
        return result;
    }

    /// <summary>How the values of each channel are mapped.</summary>
    /// <exception cref="CellSegException">A channel has no finite value at all.</exception>
    private static IntensityScale[] Measure(
        IImageRows image, ImageNormalization normalization, double lowPercentile, double highPercentile, string name)
    {
        IntensityMeasure[] channels = [.. Enumerable.Range(0, image.Channels).Select(_ => CreateMeasure(normalization, lowPercentile, highPercentile))];
        while (Array.Exists(channels, channel => channel.IsOpen))
        {
            for (var band = new BandReader(image); band.MoveDown();)
            {
                for (int c = 0; c < channels.Length; c++)
                {
                    if (channels[c].IsOpen)
                        channels[c].Add(band.Plane(c));
                }
            }
            foreach (var channel in channels.Where(channel => channel.IsOpen))
                channel.EndPass();
        }
        return [.. channels.Select((channel, number) => channel.Scale ?? throw NothingFinite(image, number, name))];
    }

    private static IntensityMeasure CreateMeasure(ImageNormalization normalization, double lowPercentile, double highPercentile) => normalization switch
    {
        ImageNormalization.Percentile => new PercentileMeasure(lowPercentile, highPercentile),
        ImageNormalization.WholeImage => new DeviationMeasure(),
        ImageNormalization.None => new DarknessMeasure(),
        _ => throw new ArgumentOutOfRangeException(nameof(normalization)),
    };

    private static CellSegException NothingFinite(IImageRows image, int channel, string name) => new(
        name, $"{(image.Channels == 1 ? "it" : $"its channel {channel} (from 0)")} has no finite value, only NaN or infinity",
        "Replace the image, or leave it out");
}
