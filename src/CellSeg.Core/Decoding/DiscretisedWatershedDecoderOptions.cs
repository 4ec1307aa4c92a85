using CellSeg.Decoding.Steps;

namespace CellSeg.Decoding;

/// <summary>How probabilities of distance bins become cells (docs/method.md, 6.4).</summary>
public sealed record DiscretisedWatershedDecoderOptions : DecoderOptions
{
    /// <summary>The post-processing of 2020.</summary>
    public static DiscretisedWatershedDecoderOptions Legacy2020 { get; } = new()
    {
        MarkerMethod = MarkerMethod.AllPeaks,
        PeakRadius = 10,
        UnmarkedRegionArea = null,
        FillHoles = false,
        MinimumArea = 50,
    };

    /// <summary>
    /// How markers are found: by prominence in the expected depth, or in the deepest bin's probability by the other
    /// methods. Default: by prominence, since a network's probabilities have many small peaks within a cell.
    /// </summary>
    public MarkerMethod MarkerMethod { get; init; } = MarkerMethod.ProminentPeaks;

    /// <summary>
    /// For <see cref="MarkerMethod.ProminentPeaks"/>: how far the expected depth, 0 to 1, must fall from a marker before it
    /// can rise to a higher one; above 0. Default 0.1.
    /// </summary>
    public float Prominence { get; init; } = 0.1f;

    /// <summary>
    /// For <see cref="MarkerMethod.ProminentPeaks"/>: standard deviation of the Gaussian over the expected depth, in pixels.
    /// Default 1.
    /// </summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>
    /// For the other methods: a marker is the highest of a square of 2 · PeakRadius + 1 pixels a side; 0 or more. Default
    /// 3; 10 in 2020.
    /// </summary>
    public int PeakRadius { get; init; } = 3;

    /// <summary>The expected depth, or the probability of the deepest bin, is above it at a marker. Default 0.05.</summary>
    public float DetectionThreshold { get; init; } = 0.05f;

    /// <summary>
    /// A connected piece of foreground without a marker becomes a cell of its own when it has at least this many pixels.
    /// Null drops all of them, as in 2020. Default 20.
    /// </summary>
    public int? UnmarkedRegionArea { get; init; } = 20;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require.AtLeast(PeakRadius, 0);
        Require.AtLeast(Smoothing, 0.0);
        Require.Above(Prominence, 0f);
        Require.Choice(MarkerMethod);
        Require.Finite(DetectionThreshold);
        Require.AtLeast(UnmarkedRegionArea, 0);
    }
}
