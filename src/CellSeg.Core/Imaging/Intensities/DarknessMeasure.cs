namespace CellSeg.Imaging.Intensities;

/// <summary>Values stay as they are; the darkest one stands for what is not finite.</summary>
internal sealed class DarknessMeasure : IntensityMeasure
{
    private float _darkest = float.PositiveInfinity;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (value < _darkest && float.IsFinite(value))
                _darkest = value;
        }
    }

    /// <inheritdoc/>
    public override void EndPass() => Close(float.IsFinite(_darkest) ? new IntensityScale(0, 1, _darkest) : null);
}
