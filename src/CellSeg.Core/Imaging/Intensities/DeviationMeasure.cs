namespace CellSeg.Imaging.Intensities;

/// <summary>The mean becomes 0 and the standard deviation 1. It takes two passes, in which values are summed up in their order.</summary>
internal sealed class DeviationMeasure : IntensityMeasure
{
    private double _sum, _squares;
    private double? _mean;
    private long _count;
    private float _darkest = float.MaxValue;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> values)
    {
        if (_mean is { } mean)
            AddSquares(values, mean);
        else
            AddValues(values);
    }

    /// <inheritdoc/>
    public override void EndPass()
    {
        if (_count == 0)
            Close(null);
        else if (_mean is { } mean)
            Close(new IntensityScale(mean, Math.Sqrt(_squares / _count) + Epsilon, _darkest));
        else
            _mean = _sum / _count;
    }

    private void AddValues(ReadOnlySpan<float> values)
    {
        double sum = _sum;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            sum += value;
            if (value < _darkest)
                _darkest = value;
            _count++;
        }
        _sum = sum;
    }

    private void AddSquares(ReadOnlySpan<float> values, double mean)
    {
        double squares = _squares;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                squares += (value - mean) * (value - mean);
        }
        _squares = squares;
    }
}
