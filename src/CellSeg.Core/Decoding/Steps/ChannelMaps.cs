using CellSeg.Imaging.Morphology;

namespace CellSeg.Decoding.Steps;

/// <summary>The probabilities of several classes in one image: a row-major map for each, one after the other.</summary>
internal readonly ref struct ChannelMaps
{
    private readonly ReadOnlySpan<float> _values;

    /// <summary>Wraps the values.</summary>
    /// <param name="values">All maps, <c>channels * height * width</c> values.</param>
    /// <param name="channels">How many maps there are, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">There are more values or fewer.</exception>
    public ChannelMaps(ReadOnlySpan<float> values, int channels, int height, int width)
    {
        PixelCount = ImageShape.CountPixels(height, width);
        ImageShape.Require(checked(PixelCount * channels), values.Length);
        _values = values;
        Count = channels;
    }

    /// <summary>How many maps there are.</summary>
    public int Count { get; }

    /// <summary>Pixels of the image.</summary>
    public int PixelCount { get; }

    /// <summary>The map of a channel, from 0.</summary>
    public ReadOnlySpan<float> this[int channel] => _values.Slice(channel * PixelCount, PixelCount);
}
