namespace CellSeg.Imaging.Intensities;

/// <summary>How the values of a channel are mapped.</summary>
/// <param name="Offset">What becomes 0.</param>
/// <param name="Divisor">What becomes 1, less the offset.</param>
/// <param name="Dark">What stands for a value that is not finite.</param>
internal readonly record struct IntensityScale(double Offset, double Divisor, double Dark)
{
    /// <summary>Maps values where they lie.</summary>
    public void Apply(Span<float> values)
    {
        foreach (ref float value in values)
            value = (float)(((float.IsFinite(value) ? value : Dark) - Offset) / Divisor);
    }

    /// <summary>Replaces values that are not finite where they lie.</summary>
    public void Fill(Span<float> values)
    {
        foreach (ref float value in values)
            value = float.IsFinite(value) ? value : (float)Dark;
    }
}
