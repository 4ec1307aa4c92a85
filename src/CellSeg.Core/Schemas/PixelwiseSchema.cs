using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Targets;

namespace CellSeg.Schemas;

/// <summary>Classes of pixels: edge, interior, background; connected interiors are cells.</summary>
/// <param name="classes">3, or 4 with edges between cells apart from others.</param>
public sealed class PixelwiseSchema(int classes = 3) : MapSchema
{
    private static readonly float[] Thresholds = [0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f];

    /// <inheritdoc/>
    public override IReadOnlyList<OutputMap> Maps { get; } = [OutputMap.Classes("PixelClasses", classes)];

    // Probabilities of the classes edge, interior and background, or of four classes (docs/method.md, 4.1).
    private OutputMap Classes => Maps[0];

    /// <inheritdoc/>
    public override DecoderOptions DefaultDecoder => new PixelwiseDecoderOptions();

    // With three classes the channel of 2020 is the background, and the thesis' scores before the removal of small cells show many.
    /// <inheritdoc/>
    public override DecoderOptions Legacy2020Decoder => PixelwiseDecoderOptions.Legacy2020 with { InteriorChannel = null, MinimumArea = 0 };

    /// <inheritdoc/>
    public override IReadOnlyList<Func<DecoderOptions, IEnumerable<DecoderOptions>>> Candidates =>
    [
        Vary<PixelwiseDecoderOptions>(best => Thresholds.Select(value => best with { InteriorThreshold = value })),
        Vary<PixelwiseDecoderOptions>(best => Thresholds.Select(value => best with { BackgroundThreshold = value })),
    ];

    /// <inheritdoc/>
    public override void Validate(DecoderOptions options)
    {
        base.Validate(options);
        int? interior = options.As<PixelwiseDecoderOptions>().InteriorChannel;
        Require.That(interior is null || interior < classes, interior, $"below {classes}, or null for the last but one", "InteriorChannel");
    }

    /// <inheritdoc/>
    public override void FillTargets(ReadOnlySpan<int> labels, int height, int width, TargetOptions options, TargetPlace place)
        => PixelwiseTargets.FillChannels(labels, height, width, options.Pixelwise with { SeparateEdges = classes == 4 }, place(Classes));

    /// <inheritdoc/>
    public override LabelImage Decode(IReadOnlyDictionary<OutputMap, float[]> maps, int height, int width, DecoderOptions options)
        => new PixelwiseDecoder(options.As<PixelwiseDecoderOptions>()).Decode(maps[Classes], classes, height, width);
}
