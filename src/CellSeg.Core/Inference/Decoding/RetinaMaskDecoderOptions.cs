namespace CellSeg.Inference.Decoding;

/// <summary>How detected boxes and masks become cells (docs/method.md, 3.8).</summary>
public sealed record RetinaMaskDecoderOptions
{
    /// <summary>A detection counts when its score is above this. Default 0.5.</summary>
    public float ScoreThreshold { get; init; } = 0.5f;

    /// <summary>A pixel belongs to a mask when the mask, brought to the size of its box, is above this. Default 0.5.</summary>
    public float MaskThreshold { get; init; } = 0.5f;

    /// <summary>
    /// A mask whose intersection over union with two or more others is above this is removed: it most likely lies across
    /// two cells. Default 0.25.
    /// </summary>
    public float OverlapThreshold { get; init; } = 0.25f;

    /// <summary>Whether background that one cell encloses becomes part of it. Default false: masks have shapes of their own.</summary>
    public bool FillHoles { get; init; }

    /// <summary>Cells with fewer pixels are removed; one of exactly this many stays. Default 0.</summary>
    public int MinimumArea { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        OptionCheck.Finite(ScoreThreshold, nameof(ScoreThreshold));
        OptionCheck.Finite(MaskThreshold, nameof(MaskThreshold));
        OptionCheck.Finite(OverlapThreshold, nameof(OverlapThreshold));
        OptionCheck.NotNegative(MinimumArea, nameof(MinimumArea));
    }
}
