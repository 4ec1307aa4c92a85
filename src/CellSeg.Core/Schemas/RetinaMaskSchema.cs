using CellSeg.Decoding;
using CellSeg.Targets;

namespace CellSeg.Schemas;

/// <summary>Boxes around cells, and a mask in each box.</summary>
public sealed class RetinaMaskSchema : Schema
{
    /// <summary>The lowest score of a detection that any candidate accepts.</summary>
    public const float LowestScore = 0.2f;

    private static readonly float[] Scores = [LowestScore, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f];

    private static readonly float[] MaskThresholds = [0.3f, 0.4f, 0.5f, 0.6f, 0.7f];

    /// <inheritdoc/>
    public override IReadOnlyList<OutputMap> Maps => [];

    /// <inheritdoc/>
    public override DecoderOptions DefaultDecoder => new RetinaMaskDecoderOptions();

    /// <inheritdoc/>
    public override DecoderOptions Legacy2020Decoder => RetinaMaskDecoderOptions.Legacy2020;

    /// <inheritdoc/>
    public override IReadOnlyList<Func<DecoderOptions, IEnumerable<DecoderOptions>>> Candidates =>
    [
        Vary<RetinaMaskDecoderOptions>(best => Scores.Select(value => best with { ScoreThreshold = value })),
        Vary<RetinaMaskDecoderOptions>(best => MaskThresholds.Select(value => best with { MaskThreshold = value })),
    ];

    /// <summary>Makes nothing: boxes and masks are made of the labels themselves, by the loss that needs them.</summary>
    /// <inheritdoc/>
    public override void FillTargets(ReadOnlySpan<int> labels, int height, int width, TargetOptions options, TargetPlace place)
    {
    }
}
