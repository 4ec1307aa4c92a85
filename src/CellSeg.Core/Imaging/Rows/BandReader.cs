namespace CellSeg.Imaging.Rows;

/// <summary>
/// The rows of an image from its top to its bottom, a few at a time: so few that they stay in the processor's cache while
/// something is computed of them.
/// </summary>
/// <param name="image">The image.</param>
internal sealed class BandReader(IImageRows image)
{
    private const int UsualValues = 1 << 14;

    private readonly float[] _values = new float[Math.Clamp(UsualValues / (image.Width * image.Channels), 1, image.Height) * image.Width * image.Channels];

    private float[]? _grey;
    private int _top, _rows;

    /// <summary>The values of all channels, one after the other.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _rows * image.Width * image.Channels);

    /// <summary>The values of a channel.</summary>
    /// <param name="channel">The channel, from 0.</param>
    public ReadOnlySpan<float> Plane(int channel) => _values.AsSpan(channel * _rows * image.Width, _rows * image.Width);

    /// <summary>One grey plane of them.</summary>
    public ReadOnlySpan<float> MixGrey()
    {
        if (image.Channels == 1)
            return Values;
        _grey ??= new float[_values.Length / image.Channels];
        GreyRows.Mix(Values, image.Channels, _grey);
        return _grey.AsSpan(0, _rows * image.Width);
    }

    /// <summary>Reads the next rows; false behind the last.</summary>
    /// <exception cref="CellSegException">The image can no longer be read.</exception>
    public bool MoveDown()
    {
        _top += _rows;
        _rows = Math.Min(_values.Length / (image.Width * image.Channels), image.Height - _top);
        if (_rows > 0)
            image.ReadRows(_top, _rows, _values.AsSpan(0, _rows * image.Width * image.Channels));
        return _rows > 0;
    }
}
