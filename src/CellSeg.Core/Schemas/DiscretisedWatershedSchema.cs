using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Targets;

namespace CellSeg.Schemas;

/// <summary>The distance to the edge in steps, each a class; flooded from the deepest.</summary>
/// <param name="bins">Steps of the distance, the background's included; 2 to 255.</param>
public sealed class DiscretisedWatershedSchema(int bins = 4) : MapSchema
{
    private static readonly int[] PeakRadii = [2, 3, 5, 7, 10];

    private static readonly float[] DetectionThresholds = [0.05f, 0.1f, 0.2f, 0.4f];

    /// <inheritdoc/>
    public override IReadOnlyList<OutputMap> Maps { get; } = [OutputMap.Classes("DistanceBins", bins)];

    // Probabilities of the steps of the outer distance, the background's first (docs/method.md, 4.3).
    private OutputMap Bins => Maps[0];

    /// <inheritdoc/>
    public override DecoderOptions DefaultDecoder => new DiscretisedWatershedDecoderOptions();

    /// <inheritdoc/>
    public override DecoderOptions Legacy2020Decoder => DiscretisedWatershedDecoderOptions.Legacy2020;

    /// <inheritdoc/>
    public override IReadOnlyList<Func<DecoderOptions, IEnumerable<DecoderOptions>>> Candidates =>
    [
        Vary<DiscretisedWatershedDecoderOptions>(best => best.MarkerMethod == MarkerMethod.ProminentPeaks
            ? MarkerCandidates.All.Select(marker => best with { Smoothing = marker.Smoothing, Prominence = marker.Prominence })
            : PeakRadii.Select(value => best with { PeakRadius = value })),
        Vary<DiscretisedWatershedDecoderOptions>(best => DetectionThresholds.Select(value => best with { DetectionThreshold = value })),
    ];

    /// <inheritdoc/>
    public override void FillTargets(ReadOnlySpan<int> labels, int height, int width, TargetOptions options, TargetPlace place)
    {
        var outer = new float[labels.Length];
        DistanceTargets.Fill(labels, height, width, options.Distances, [], outer);
        var numbers = new byte[labels.Length];
        DistanceBins.Fill(outer, bins, options.Distances.BackgroundBin, numbers);
        var channels = place(Bins);
        channels.Clear();
        for (int i = 0; i < numbers.Length; i++)
            channels[(numbers[i] * numbers.Length) + i] = 1;
    }

    /// <inheritdoc/>
    public override LabelImage Decode(IReadOnlyDictionary<OutputMap, float[]> maps, int height, int width, DecoderOptions options)
        => new DiscretisedWatershedDecoder(options.As<DiscretisedWatershedDecoderOptions>()).Decode(maps[Bins], bins, height, width);
}
