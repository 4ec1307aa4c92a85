namespace CellSeg.Imaging.Rows;

/// <summary>One grey plane of an image of several channels. For use by one thread at a time.</summary>
/// <param name="source">The image.</param>
internal sealed class GreyRows(IImageRows source) : IImageRows
{
    // Weights of red, green and blue of ITU-R BT.601 are those of brightness; the first channel has what is left of 1.
    private const double Green = 0.587, Blue = 0.114;

    private float[] _channels = [];

    /// <inheritdoc/>
    public int Channels => 1;

    /// <inheritdoc/>
    public int Height => source.Height;

    /// <inheritdoc/>
    public int Width => source.Width;

    /// <inheritdoc/>
    public IReadOnlyList<string> ChannelNames => [];

    /// <inheritdoc/>
    public void ReadRows(int top, int rows, Span<float> values)
    {
        int count = source.Channels * rows * Width;
        if (_channels.Length < count)
            _channels = new float[count];
        source.ReadRows(top, rows, _channels);
        Mix(_channels.AsSpan(0, count), source.Channels, values);
    }

    /// <summary>
    /// The luminance of three channels, the mean of any other number. Equal channels give exactly their common value.
    /// </summary>
    /// <param name="planes">The channels, one after the other.</param>
    /// <param name="channels">How many.</param>
    /// <param name="grey">Receives the grey values.</param>
    public static void Mix(ReadOnlySpan<float> planes, int channels, Span<float> grey)
    {
        int length = planes.Length / channels;
        for (int i = 0; i < length; i++)
        {
            // As differences to the first channel, so that a grey picture saved as RGB comes back without rounding.
            double sum = 0;
            for (int c = 1; c < channels; c++)
            {
                double weight = channels != 3 ? 1.0 / channels : c == 1 ? Green : Blue;
                sum += weight * (planes[(c * length) + i] - planes[i]);
            }
            grey[i] = (float)(planes[i] + sum);
        }
    }
}
