namespace CellSeg.Evaluation.Properties;

/// <summary>
/// One cell's intensities in one channel; values that are not finite are left out. Sums are of the differences from the
/// cell's first value, so that a large offset, such as a camera's, does not swallow the digits of the deviation.
/// </summary>
internal struct IntensitySum
{
    private int _count;
    private float _first, _min, _max;
    private double _sum, _squares;

    /// <summary>Sums up a channel for all cells.</summary>
    /// <param name="cells">The number of the cell at each pixel, -1 for background.</param>
    /// <param name="plane">The channel's intensities.</param>
    /// <param name="count">How many cells there are.</param>
    public static IntensitySum[] Measure(int[] cells, ReadOnlySpan<float> plane, int count)
    {
        var sums = new IntensitySum[count];
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] >= 0 && float.IsFinite(plane[i]))
                sums[cells[i]].Add(plane[i]);
        }
        return sums;
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
