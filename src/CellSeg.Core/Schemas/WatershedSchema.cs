using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Targets;

namespace CellSeg.Schemas;

/// <summary>Deep watershed: distances to the cell's centre and edge, flooded from the centres.</summary>
/// <param name="predictsForeground">Whether cells get their outline from a map of foreground, and not from the outer distance.</param>
public sealed class WatershedSchema(bool predictsForeground = true) : MapSchema
{
    private static readonly float[] ForegroundThresholds = [0.3f, 0.4f, 0.5f, 0.6f, 0.7f];

    private static readonly float[] OuterThresholds = [0.03f, 0.06f, 0.1f, 0.15f, 0.2f];

    private static readonly float[] DetectionThresholds = [0.05f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f];

    /// <summary>Closeness to the cell's centre, (0, 1] inside cells, 0 outside (docs/method.md, 4.4).</summary>
    public static OutputMap InnerDistance { get; } = OutputMap.Distance(nameof(InnerDistance));

    /// <summary>Distance to the cell's edge over the cell's largest such distance, (0, 1] inside cells, 0 outside (docs/method.md, 4.3).</summary>
    public static OutputMap OuterDistance { get; } = OutputMap.Distance(nameof(OuterDistance));

    /// <summary>The probability of being in a cell.</summary>
    public static OutputMap Foreground { get; } = OutputMap.Binary(nameof(Foreground));

    /// <inheritdoc/>
    public override IReadOnlyList<OutputMap> Maps { get; } =
        predictsForeground ? [InnerDistance, OuterDistance, Foreground] : [InnerDistance, OuterDistance];

    /// <inheritdoc/>
    public override DecoderOptions DefaultDecoder => new WatershedDecoderOptions();

    /// <inheritdoc/>
    public override DecoderOptions Legacy2020Decoder => WatershedDecoderOptions.Legacy2020;

    /// <inheritdoc/>
    public override IReadOnlyList<Func<DecoderOptions, IEnumerable<DecoderOptions>>> Candidates =>
    [
        predictsForeground
            ? Vary<WatershedDecoderOptions>(best => ForegroundThresholds.Select(value => best with { ForegroundThreshold = value }))
            : Vary<WatershedDecoderOptions>(best => OuterThresholds.Select(value => best with { OuterThreshold = value })),
        Vary<WatershedDecoderOptions>(
            best => from source in Enum.GetValues<MarkerSource>()
                    from marker in MarkerCandidates.All
                    select best with { MarkerSource = source, InnerSmoothing = marker.Smoothing, Prominence = marker.Prominence }),
        Vary<WatershedDecoderOptions>(best => DetectionThresholds.Select(value => best with { DetectionThreshold = value })),
    ];

    /// <inheritdoc/>
    public override void FillTargets(ReadOnlySpan<int> labels, int height, int width, TargetOptions options, TargetPlace place)
    {
        DistanceTargets.Fill(labels, height, width, options.Distances, place(InnerDistance), place(OuterDistance));
        if (predictsForeground)
            ForegroundTargets.Fill(labels, place(Foreground));
    }

    /// <inheritdoc/>
    public override LabelImage Decode(IReadOnlyDictionary<OutputMap, float[]> maps, int height, int width, DecoderOptions options)
        => new WatershedDecoder(options.As<WatershedDecoderOptions>())
            .Decode(maps[InnerDistance], maps[OuterDistance], predictsForeground ? maps[Foreground] : [], height, width);
}
