namespace CellSeg.Imaging.Regions;

/// <summary>
/// One cell's intensities in one channel; values that are not finite are left out. Sums are of the differences from the
/// cell's first value, so that a large offset, such as a camera's, does not swallow the digits of the deviation.
/// </summary>
internal struct IntensitySum
{
    private int _count;
    private float _first, _min, _max;
    private double _sum, _squares;

    /// <summary>Adds some more values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                Add(value);
        }
    }

    /// <summary>What the values come to.</summary>
    public readonly ChannelIntensity GetIntensity() => _count == 0
        ? ChannelIntensity.None
        : new(_first + (_sum / _count), _min, _max, Math.Sqrt(Math.Max(0, (_squares - (_sum * _sum / _count)) / _count)));

    private void Add(float value)
    {
        if (_count++ == 0)
            _first = _min = _max = value;
        double difference = (double)value - _first;
        _sum += difference;
        _squares += difference * difference;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
    }
}
