namespace CellSeg.Evaluation.Properties;

/// <summary>
/// One cell's intensities in one channel. Sums are of the differences from the cell's first pixel, so that a large
/// offset, such as a camera's, does not swallow the digits of the deviation.
/// </summary>
internal struct IntensitySum
{
    private bool _started;
    private float _first;
    private double _sum, _squares;

    /// <summary>Least intensity.</summary>
    public float Min { get; private set; }

    /// <summary>Greatest intensity.</summary>
    public float Max { get; private set; }

    /// <summary>Sums up a channel for all cells.</summary>
    /// <param name="cells">The number of the cell at each pixel, -1 for background.</param>
    /// <param name="plane">The channel's intensities.</param>
    /// <param name="count">How many cells there are.</param>
    public static IntensitySum[] Measure(int[] cells, ReadOnlySpan<float> plane, int count)
    {
        var sums = new IntensitySum[count];
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] >= 0)
                sums[cells[i]].Add(plane[i]);
        }
        return sums;
    }

    /// <summary>Mean intensity of a cell of so many pixels.</summary>
    public readonly double GetMean(int area) => _first + (_sum / area);

    /// <summary>Standard deviation of the intensity, divided by the area, of a cell of so many pixels.</summary>
    public readonly double GetStd(int area) => Math.Sqrt(Math.Max(0, (_squares - (_sum * _sum / area)) / area));

    private void Add(float value)
    {
        if (!_started)
        {
            _started = true;
            _first = Min = Max = value;
        }
        double difference = (double)value - _first;
        _sum += difference;
        _squares += difference * difference;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }
}
