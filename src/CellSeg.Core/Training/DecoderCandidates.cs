using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Models.Specifications;

namespace CellSeg.Training;

/// <summary>The values of decoder options that are tried on validation data, group after group.</summary>
internal static class DecoderCandidates
{
    /// <summary>The lowest score of a detection that any candidate accepts.</summary>
    public const float LowestScore = 0.2f;

    private static readonly float[] MaskThresholds = [0.3f, 0.4f, 0.5f, 0.6f, 0.7f];

    private static readonly float[] OuterThresholds = [0.03f, 0.06f, 0.1f, 0.15f, 0.2f];

    private static readonly float[] DetectionThresholds = [0.05f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f];

    private static readonly double[] Smoothings = [0.5, 1, 2];

    private static readonly float[] Prominences = [0.02f, 0.04f, 0.07f, 0.1f, 0.15f, 0.2f, 0.3f];

    private static readonly float[] ClassThresholds = [0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f];

    private static readonly int[] PeakRadii = [2, 3, 5, 7, 10];

    private static readonly float[] BinThresholds = [0.05f, 0.1f, 0.2f, 0.4f];

    private static readonly float[] Scores = [LowestScore, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f];

    /// <summary>Each group makes candidates of the best options so far.</summary>
    public static IEnumerable<Func<DecoderOptions, IEnumerable<DecoderOptions>>> Groups(ModelSpecification specification) => specification.Schema switch
    {
        SegmentationSchema.Watershed =>
        [
            specification.ForegroundHead
                ? Vary<WatershedDecoderOptions>(best => MaskThresholds.Select(value => best with { ForegroundThreshold = value }))
                : Vary<WatershedDecoderOptions>(best => OuterThresholds.Select(value => best with { OuterThreshold = value })),
            Vary<WatershedDecoderOptions>(best => Smoothings.SelectMany(sigma => Prominences.Select(prominence => best with { InnerSmoothing = sigma, Prominence = prominence }))),
            Vary<WatershedDecoderOptions>(best => DetectionThresholds.Select(value => best with { DetectionThreshold = value })),
        ],
        SegmentationSchema.Pixelwise =>
        [
            Vary<PixelwiseDecoderOptions>(best => ClassThresholds.Select(value => best with { InteriorThreshold = value })),
            Vary<PixelwiseDecoderOptions>(best => ClassThresholds.Select(value => best with { BackgroundThreshold = value })),
        ],
        SegmentationSchema.DiscretisedWatershed =>
        [
            Vary<DiscretisedWatershedDecoderOptions>(best => best.MarkerMethod == MarkerMethod.ProminentPeaks
                ? Smoothings.SelectMany(sigma => Prominences.Select(prominence => best with { Smoothing = sigma, Prominence = prominence }))
                : PeakRadii.Select(value => best with { PeakRadius = value })),
            Vary<DiscretisedWatershedDecoderOptions>(best => BinThresholds.Select(value => best with { DetectionThreshold = value })),
        ],
        SegmentationSchema.RetinaMask =>
        [
            Vary<RetinaMaskDecoderOptions>(best => Scores.Select(value => best with { ScoreThreshold = value })),
            Vary<RetinaMaskDecoderOptions>(best => MaskThresholds.Select(value => best with { MaskThreshold = value })),
        ],
        _ => throw new InvalidOperationException($"The schema {specification.Schema} is unknown."),
    };

    private static Func<DecoderOptions, IEnumerable<DecoderOptions>> Vary<T>(Func<T, IEnumerable<DecoderOptions>> vary) where T : DecoderOptions
        => best => vary((T)best);
}
