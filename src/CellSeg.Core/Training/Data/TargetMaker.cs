using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Models.Specifications;
using CellSeg.Targets;

namespace CellSeg.Training.Data;

/// <summary>Makes of a label image what each map of a network learns.</summary>
internal sealed class TargetMaker(ModelSpecification specification, TrainingOptions options)
{
    /// <summary>Channels of the target of a map.</summary>
    public int CountChannels(PredictedMap map) => map == PredictedMap.Foreground ? 1 : specification.GetChannels(map);

    /// <summary>Fills the targets of one frame.</summary>
    /// <param name="labels">Row-major.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="part">Where the target of a map goes.</param>
    public void Fill(ReadOnlySpan<int> labels, int height, int width, TargetPart part)
    {
        switch (specification.Schema)
        {
            case SegmentationSchema.Watershed:
                DistanceTargets.Fill(labels, height, width, options.Targets, part(PredictedMap.InnerDistance), part(PredictedMap.OuterDistance));
                if (specification.ForegroundHead)
                    ForegroundTargets.Fill(labels, part(PredictedMap.Foreground));
                break;
            case SegmentationSchema.Pixelwise:
                var classes = options.PixelwiseTargets with { SeparateEdges = specification.PixelClasses == 4 };
                PixelwiseTargets.FillChannels(labels, height, width, classes, part(PredictedMap.PixelClasses));
                break;
            case SegmentationSchema.DiscretisedWatershed:
                FillBins(labels, height, width, part(PredictedMap.DistanceBins));
                break;
            case SegmentationSchema.RetinaMask:
                // Boxes and masks are made of the labels themselves.
                break;
            default:
                throw new InvalidOperationException($"The schema {specification.Schema} is unknown.");
        }
    }

    /// <summary>The maker of whole frames' targets; null where crops make their own.</summary>
    public static TargetMaker? OfFrames(ModelSpecification specification, TrainingOptions options)
        => options.WarpTargets ? new TargetMaker(specification, options) : null;

    /// <summary>The targets of a whole frame.</summary>
    /// <param name="labels">Its labels.</param>
    /// <returns>Channels x height x width for each map.</returns>
    public IReadOnlyDictionary<PredictedMap, float[]> Make(LabelImage labels)
    {
        var targets = specification.GetMaps().ToDictionary(map => map, map => new float[CountChannels(map) * labels.Pixels.Length]);
        Fill(labels.Pixels, labels.Height, labels.Width, map => targets[map]);
        return targets;
    }

    private void FillBins(ReadOnlySpan<int> labels, int height, int width, Span<float> channels)
    {
        var outer = new float[labels.Length];
        DistanceTargets.Fill(labels, height, width, options.Targets, [], outer);
        var bins = new byte[labels.Length];
        DistanceBins.Fill(outer, specification.DistanceBins, options.Targets.BackgroundBin, bins);
        channels.Clear();
        for (int i = 0; i < bins.Length; i++)
            channels[(bins[i] * bins.Length) + i] = 1;
    }
}
