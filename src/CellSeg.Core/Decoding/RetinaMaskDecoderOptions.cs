namespace CellSeg.Decoding;

/// <summary>How detected boxes and masks become cells (docs/method.md, 3.8).</summary>
public sealed record RetinaMaskDecoderOptions : DecoderOptions
{
    /// <summary>The defaults.</summary>
    public RetinaMaskDecoderOptions() => FillHoles = false;

    /// <summary>The settings of the 2020 library.</summary>
    public static RetinaMaskDecoderOptions Legacy2020 { get; } = new() { MaximumDetections = 100, ContainmentThreshold = 1 };

    /// <summary>A detection counts when its score is above this. Default 0.5.</summary>
    public float ScoreThreshold { get; init; } = 0.5f;

    /// <summary>
    /// A detection goes when its box's intersection over union with that of a better one is above this. Default 0.5.
    /// </summary>
    public float SuppressionThreshold { get; init; } = 0.5f;

    /// <summary>Detections a frame, at least 1; the best stay. Default 4096; 100 in 2020.</summary>
    public int MaximumDetections { get; init; } = 4096;

    /// <summary>A pixel belongs to a mask when the mask, brought to the size of its box, is above this. Default 0.5.</summary>
    public float MaskThreshold { get; init; } = 0.5f;

    /// <summary>
    /// Of two masks that share more than this of the smaller one's pixels, the surer stays: they most likely are one cell,
    /// found by a box of all of it and by one of a part, whose boxes overlap too little for suppression. Default 0.5; 1,
    /// which is never exceeded, in 2020.
    /// </summary>
    public float ContainmentThreshold { get; init; } = 0.5f;

    /// <summary>
    /// A mask whose intersection over union with two or more others is above this is removed: it most likely lies across
    /// two cells. Default 0.25.
    /// </summary>
    public float OverlapThreshold { get; init; } = 0.25f;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require.Finite(ScoreThreshold);
        Require.Finite(SuppressionThreshold);
        Require.AtLeast(MaximumDetections, 1);
        Require.Finite(MaskThreshold);
        Require.Finite(ContainmentThreshold);
        Require.Finite(OverlapThreshold);
    }
}
