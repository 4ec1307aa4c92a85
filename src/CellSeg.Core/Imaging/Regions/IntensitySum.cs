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
        // In variables of its own, which can stay in registers.
        var (count, first, min, max, sum, squares) = (_count, _first, _min, _max, _sum, _squares);
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            if (count++ == 0)
                first = min = max = value;
            double difference = (double)value - first;
            sum += difference;
            squares += difference * difference;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        (_count, _first, _min, _max, _sum, _squares) = (count, first, min, max, sum, squares);
    }

    /// <summary>What the values come to.</summary>
    public readonly ChannelIntensity GetIntensity() => _count == 0
        ? ChannelIntensity.None
        : new(_first + (_sum / _count), _min, _max, Math.Sqrt(Math.Max(0, (_squares - (_sum * _sum / _count)) / _count)));
}
