using CellSeg.Numerics;

namespace CellSeg.Imaging.Restoration;

/// <summary>Pixels for what a NaN or an infinity would spread in.</summary>
internal static class FiniteValues
{
    /// <summary>A copy in which values that are not finite have become the median of the others; 0 where there are none.</summary>
    public static float[] Of(ReadOnlySpan<float> values)
    {
        float[] finite = values.ToArray();
        if (Array.TrueForAll(finite, float.IsFinite))
            return finite;
        float median = Array.Exists(finite, float.IsFinite) ? (float)Percentile.FindFinite(values, 50)[0] : 0;
        return Array.ConvertAll(finite, value => float.IsFinite(value) ? value : median);
    }
}
