using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Models.Networks;

/// <summary>The sizes that the networks had in the libraries of the thesis (docs/method.md, 8).</summary>
[Collection(nameof(TorchCollection))]
public sealed class ParameterCountTests
{
    [Theory]
    [InlineData(BackboneKind.ResNet50, 229_760, 1_460_096, 8_589_184, 23_587_712)]
    [InlineData(BackboneKind.MobileNetV2, 17_008, 59_008, 558_656, 1_843_264)]
    [InlineData(BackboneKind.FeatureNet, 29_152, 47_904, 66_656, 85_408)]
    public void Backbones_end_where_they_are_told_to(BackboneKind backbone, params int[] expected)
    {
        for (int level = 2; level <= 5; level++)
        {
            using var model = new SegmentationModel(Thesis(SegmentationSchema.Watershed, backbone) with { FinestLevel = 2, CoarsestBackboneLevel = level });
            Assert.Equal(expected[level - 2], Count(model, "backbone."));
        }
    }

    [Theory]
    [InlineData(BackboneKind.ResNet50, 25_556_750, 25_787_216, 24_969_230, 25_326_665, 918_272, 53_632, 53_376)]
    [InlineData(BackboneKind.MobileNetV2, 3_009_486, 3_239_952, 2_421_966, 2_779_401, 115_456, 32_064, 31_808)]
    [InlineData(BackboneKind.FeatureNet, 1_161_518, 1_391_984, 573_998, 931_433, 25_344, null, null)]
    public void Semantic_models(
        BackboneKind backbone, long watershed, long withForeground, long withLightPyramid, long pixelwise, long laterals,
        int? fixedOfWatershed, int? fixedOfPixelwise)
    {
        var specification = Thesis(SegmentationSchema.Watershed, backbone);
        using (var model = new SegmentationModel(specification))
        {
            Assert.Equal(watershed, model.TotalParameterCount);
            Assert.Equal(
                (laterals, 590_080, 2 * 230_337, 12),
                (Count(model, "pyramid.lateral."), Count(model, "pyramid.output."), Count(model, "heads."), Count(model, "channels.")));
            if (fixedOfWatershed is { } number)
                Assert.Equal(number, model.TotalParameterCount - model.ParameterCount);
        }
        using (var model = new SegmentationModel(specification with { ForegroundHead = true }))
            Assert.Equal(withForeground, model.TotalParameterCount);
        using (var model = new SegmentationModel(specification with { DepthwisePyramid = true }))
            Assert.Equal(withLightPyramid, model.TotalParameterCount);
        using (var model = new SegmentationModel(Thesis(SegmentationSchema.Pixelwise, backbone) with { LocationLayer = false }))
        {
            Assert.Equal(pixelwise, model.TotalParameterCount);
            Assert.Equal((6, 230_595), (Count(model, "channels."), Count(model, "heads.")));
            if (fixedOfPixelwise is { } number)
                Assert.Equal(number, model.TotalParameterCount - model.ParameterCount);
        }
    }

    [Theory]
    [InlineData(BackboneKind.ResNet50, 33_461_172, 33_392_022, 17_938_100, 39_360_180, 46_056_373)]
    [InlineData(BackboneKind.MobileNetV2, 10_913_908, 10_844_758, 9_547_124, 12_831_604, 23_509_109)]
    [InlineData(BackboneKind.FeatureNet, 9_065_940, 8_996_790, 9_038_740, 10_320_084, 21_661_141)]
    public void RetinaMask_models(BackboneKind backbone, long twoLevels, long threeAnchors, long shortBackbone, long allLevels, long movie)
    {
        var specification = Thesis(SegmentationSchema.RetinaMask, backbone);
        var detection = specification.Detection;
        using (var model = new SegmentationModel(specification))
        {
            Assert.Equal(twoLevels, model.TotalParameterCount);
            Assert.Equal((2_381_065, 2_443_300, 2_950_657), (Count(model, "scores."), Count(model, "boxes."), Count(model, "masks.")));
        }
        using (var model = new SegmentationModel(specification with { Detection = detection with { LowestAspect = 0, HighestAspect = 0 } }))
            Assert.Equal(threeAnchors, model.TotalParameterCount);
        using (var model = new SegmentationModel(specification with { CoarsestBackboneLevel = 4 }))
            Assert.Equal(shortBackbone, model.TotalParameterCount);
        using (var model = new SegmentationModel(specification with { Detection = detection with { CoarsestLevel = 7 } }))
            Assert.Equal(allLevels, model.TotalParameterCount);
        using (var model = new SegmentationModel(specification with { Temporal = new() { FramesPerBatch = 3 } }))
        {
            Assert.Equal(movie, model.TotalParameterCount);
            Assert.Equal((7_141_129, 7_327_780, 2_950_657), (Count(model, "scores."), Count(model, "boxes."), Count(model, "finalScores.")));
        }
    }

    [Theory]
    [InlineData(TemporalMode.Conv3D, 3, false, 591_104)]
    [InlineData(TemporalMode.Conv3D, 3, true, 1_770_752)]
    [InlineData(TemporalMode.Conv3D, 5, true, 2_950_400)]
    [InlineData(TemporalMode.Lstm, 3, true, 4_719_616)]
    [InlineData(TemporalMode.Gru, 5, true, 3_539_712)]
    public void Temporal_modules(TemporalMode mode, int frames, bool mixTime, long expected)
    {
        var temporal = new TemporalOptions { Mode = mode, FramesPerBatch = frames, MixTime = mixTime };
        using (var model = new SegmentationModel(Thesis(SegmentationSchema.Watershed, BackboneKind.FeatureNet) with { Temporal = temporal }))
            Assert.Equal(expected, Count(model, "temporal."));
        using (var model = new SegmentationModel(Thesis(SegmentationSchema.RetinaMask, BackboneKind.FeatureNet) with { Temporal = temporal }))
            Assert.Equal(2 * expected, Count(model, "temporal."));
    }

    private static ModelSpecification Thesis(SegmentationSchema schema, BackboneKind backbone) => ModelPresets.Create(ModelPreset.Thesis, schema, backbone);

    private static long Count(SegmentationModel model, string prefix)
        => model.GetWeights().Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(pair => pair.Value.Data.Length / sizeof(float));
}
