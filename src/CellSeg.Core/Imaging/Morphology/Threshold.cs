namespace CellSeg.Imaging.Morphology;

/// <summary>Maps to masks.</summary>
public static class Threshold
{
    /// <summary>Marks the pixels above a threshold, not those equal to it; NaN is not above anything.</summary>
    /// <param name="values">Row-major values.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="mask">Receives true for pixels above it.</param>
    /// <exception cref="ArgumentException">The spans have different lengths.</exception>
    public static void Above(ReadOnlySpan<float> values, float threshold, Span<bool> mask)
    {
        ImageShape.Require(values.Length, mask.Length);
        for (int i = 0; i < mask.Length; i++)
            mask[i] = values[i] > threshold;
    }
}
