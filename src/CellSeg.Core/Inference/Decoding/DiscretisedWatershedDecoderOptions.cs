namespace CellSeg.Inference.Decoding;

/// <summary>How probabilities of distance bins become cells (docs/method.md, 6.4).</summary>
public sealed record DiscretisedWatershedDecoderOptions : DecoderOptions
{
    /// <summary>The post-processing of 2020.</summary>
    public static DiscretisedWatershedDecoderOptions Legacy2020 { get; } = new()
    {
        PeakRadius = 10,
        UnmarkedRegionArea = null,
        FillHoles = false,
        MinimumArea = 50,
    };

    /// <summary>
    /// A marker is where the probability of the deepest bin is the highest of a square of 2 · PeakRadius + 1 pixels a
    /// side; 0 or more. Default 3; 10 in 2020.
    /// </summary>
    public int PeakRadius { get; init; } = 3;

    /// <summary>The probability of the deepest bin at a marker is above it. Default 0.05.</summary>
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
        OptionCheck.NotNegative(PeakRadius, nameof(PeakRadius));
        OptionCheck.Finite(DetectionThreshold, nameof(DetectionThreshold));
        OptionCheck.NotNegative(UnmarkedRegionArea ?? 0, nameof(UnmarkedRegionArea));
    }
}
