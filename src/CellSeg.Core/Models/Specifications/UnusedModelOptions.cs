using CellSeg.Decoding;

namespace CellSeg.Models.Specifications;

/// <summary>Which values of a specification change nothing of its network.</summary>
public static class UnusedModelOptions
{
    /// <summary>Finds them.</summary>
    /// <param name="specification">The specification.</param>
    public static IEnumerable<UnusedOption> Find(ModelSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var schema = specification.Schema;
        if (schema != SegmentationSchema.Pixelwise)
            yield return OfSchema(nameof(ModelSpecification.PixelClasses), SegmentationSchema.Pixelwise, schema);
        if (schema != SegmentationSchema.DiscretisedWatershed)
            yield return OfSchema(nameof(ModelSpecification.DistanceBins), SegmentationSchema.DiscretisedWatershed, schema);
        if (schema != SegmentationSchema.Watershed)
        {
            yield return OfSchema(nameof(ModelSpecification.ForegroundHead), SegmentationSchema.Watershed, schema);
            yield return OfSchema(nameof(ModelSpecification.RectifyInTraining), SegmentationSchema.Watershed, schema);
        }
        if (schema == SegmentationSchema.RetinaMask)
        {
            foreach (string name in new[] { nameof(ModelSpecification.HeadRectifiers), nameof(ModelSpecification.UpsampleLast) })
                yield return new UnusedOption(name, $"a network of the schema {schema} has no heads that predict maps");
        }
        else
        {
            yield return OfSchema(nameof(ModelSpecification.Detection), SegmentationSchema.RetinaMask, schema);
        }
        if (specification.Backbone != BackboneKind.ResNet50)
        {
            foreach (string name in new[] { nameof(BackboneOptions.StrideInFirstConvolution), nameof(BackboneOptions.ConvolutionBias) })
            {
                yield return new UnusedOption(
                    $"{nameof(ModelSpecification.BackboneOptions)}.{name}",
                    $"only the backbone {BackboneKind.ResNet50} has it, and this is {specification.Backbone}");
            }
        }
        if (specification.Backbone != BackboneKind.MobileNetV2)
        {
            yield return new UnusedOption(
                $"{nameof(ModelSpecification.BackboneOptions)}.{nameof(BackboneOptions.Padding)}",
                $"only the backbone {BackboneKind.MobileNetV2} has it, and this is {specification.Backbone}");
        }
        foreach (var unused in FindTemporal(specification.Temporal, schema == SegmentationSchema.RetinaMask))
            yield return unused with { Path = $"{nameof(ModelSpecification.Temporal)}.{unused.Path}" };
    }

    private static IEnumerable<UnusedOption> FindTemporal(TemporalOptions options, bool detects)
    {
        if (options.Mode == TemporalMode.None)
        {
            const string Reason = "without a temporal mode frames are not looked at together";
            // A RetinaMask network of several frames judges each box once more.
            if (!detects)
                yield return new UnusedOption(nameof(TemporalOptions.FramesPerBatch), $"{Reason}: give -TemporalMode as well");
            yield return new UnusedOption(nameof(TemporalOptions.Residual), Reason);
        }
        if (options.Mode != TemporalMode.Conv3D)
            yield return new UnusedOption(nameof(TemporalOptions.MixTime), $"only the temporal mode {TemporalMode.Conv3D} has it, and this is {options.Mode}");
    }

    private static UnusedOption OfSchema(string name, SegmentationSchema wanted, SegmentationSchema given)
        => new(name, $"it is for networks of the schema {wanted}, and this one is {given}");
}
