namespace CellSeg.Schemas;

/// <summary>How prominent the peaks of a smoothed distance must be to become markers: the pairs that are worth a try.</summary>
internal static class MarkerCandidates
{
    private static readonly double[] Smoothings = [0.5, 1, 2];

    private static readonly float[] Prominences = [0.02f, 0.04f, 0.07f, 0.1f, 0.15f, 0.2f, 0.3f];

    /// <summary>Standard deviations in pixels and prominences.</summary>
    public static IEnumerable<(double Smoothing, float Prominence)> All
        => from smoothing in Smoothings
           from prominence in Prominences
           select (smoothing, prominence);
}
