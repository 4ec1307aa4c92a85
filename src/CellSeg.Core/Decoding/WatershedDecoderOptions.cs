using CellSeg.Decoding.Steps;

namespace CellSeg.Decoding;

/// <summary>How a deep watershed network's distance maps become cells (docs/method.md, 6.1 and 6.2).</summary>
public sealed record WatershedDecoderOptions : DecoderOptions
{
    /// <summary>The post-processing of 2020, with its label erosion (docs/method.md, 6.1).</summary>
    public static WatershedDecoderOptions Legacy2020 { get; } = new()
    {
        MarkerMethod = MarkerMethod.AllPeaks,
        PeakRadius = 10,
        InnerSmoothing = 0,
        OuterThreshold = 0.01f,
        LabelErosion = 1,
        UnmarkedRegionArea = null,
        FillHoles = false,
    };

    /// <summary>
    /// How markers are found. Default: <see cref="MarkerMethod.ProminentPeaks"/>, which loses fewest cells on perfect maps
    /// and on blurred and noisy ones alike.
    /// </summary>
    public MarkerMethod MarkerMethod { get; init; } = MarkerMethod.ProminentPeaks;

    /// <summary>In which map the markers are found. Default: the inner distance; a training chooses by its validation part.</summary>
    public MarkerSource MarkerSource { get; init; } = MarkerSource.InnerDistance;

    /// <summary>
    /// For <see cref="MarkerMethod.ProminentPeaks"/>: how far one must go down in the map of <see cref="MarkerSource"/> from a marker before
    /// one can go up to a higher one; above 0. Default 0.1.
    /// </summary>
    public float Prominence { get; init; } = 0.1f;

    /// <summary>
    /// For the other methods: a marker is the highest pixel of a square of 2 · PeakRadius + 1 pixels a side; 0 or more.
    /// Default 5; 10 in 2020.
    /// </summary>
    public int PeakRadius { get; init; } = 5;

    /// <summary>The map of <see cref="MarkerSource"/> is above it at a marker. Default 0.1.</summary>
    public float DetectionThreshold { get; init; } = 0.1f;

    /// <summary>Foreground is where the outer distance is above it, unless the network has a foreground map. Default 0.1.</summary>
    public float OuterThreshold { get; init; } = 0.1f;

    /// <summary>Foreground is where the foreground probability, if there is one, is above it. Default 0.5.</summary>
    public float ForegroundThreshold { get; init; } = 0.5f;

    /// <summary>Standard deviation of the Gaussian over the map of <see cref="MarkerSource"/> before the peaks, in pixels. Default 1.</summary>
    public double InnerSmoothing { get; init; } = 1;

    /// <summary>Standard deviation of the Gaussian over the outer distance before all else, in pixels. Default 0.</summary>
    public double OuterSmoothing { get; init; }

    /// <summary>Pixels by which each cell is eroded at the end, 0 or more. Default 0; 1 in 2020.</summary>
    public int LabelErosion { get; init; }

    /// <summary>
    /// A connected piece of foreground without a marker becomes a cell of its own when it has at least this many pixels.
    /// Null drops all of them, as in 2020. Default 20: smaller ones are mostly splinters that a threshold left over.
    /// </summary>
    public int? UnmarkedRegionArea { get; init; } = 20;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require.AtLeast(PeakRadius, 0);
        Require.AtLeast(LabelErosion, 0);
        Require.AtLeast(UnmarkedRegionArea, 0);
        Require.AtLeast(InnerSmoothing, 0.0);
        Require.AtLeast(OuterSmoothing, 0.0);
        Require.Finite(DetectionThreshold);
        Require.Finite(OuterThreshold);
        Require.Finite(ForegroundThreshold);
        Require.Above(Prominence, 0f);
        Require.Choice(MarkerMethod);
        Require.Choice(MarkerSource);
    }
}
