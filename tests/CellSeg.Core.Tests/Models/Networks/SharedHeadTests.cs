using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Inference.Prediction;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Schemas;

namespace CellSeg.Core.Tests.Models.Networks;

[Collection(nameof(TorchCollection))]
public sealed class SharedHeadTests
{
    [Theory]
    [InlineData(SegmentationSchema.Watershed)]
    [InlineData(SegmentationSchema.Pixelwise)]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    public void One_head_predicts_every_map_in_its_range(SegmentationSchema schema)
    {
        using var model = new SegmentationModel(new ModelSpecification { Schema = schema, PyramidWidth = 16, HeadWidth = 8, SharedHead = true });
        var maps = (PredictedMaps)FramePredictor.Create(model).Predict(TestImages.Noise(48, 40, 1));
        Assert.Equal(((MapSchema)model.Specification.GetSchema()).Maps, maps.Maps.Keys);
        foreach (var (map, values) in maps.Maps)
        {
            Assert.Equal(map.TargetChannels * 48 * 40, values.Length);
            Assert.All(values, value => Assert.InRange(value, 0, map.IsDistance ? float.MaxValue : 1));
        }
    }

    [Fact]
    public void Sharing_and_narrowing_heads_saves_what_they_say()
    {
        var specification = new ModelSpecification { PyramidWidth = 32 };
        double each = HeadsOf(specification), shared = HeadsOf(specification with { SharedHead = true });
        // Three maps; the last layers of all are alike.
        Assert.InRange(each / shared, 2.8, 3.0);
        // Of the layers of a head only the first reads the pyramid, whose width stays.
        Assert.InRange(HeadsOf(specification with { SharedHead = true, HeadWidth = 32 }) / shared, 0.22, 0.34);
    }

    [Fact]
    public void A_refined_pyramid_has_a_convolution_more_for_each_level()
    {
        var plain = new ModelSpecification { PyramidWidth = 16, FinestLevel = 1 };
        using var refined = new SegmentationModel(plain with { RefinedPyramid = true });
        using var model = new SegmentationModel(plain);
        // Levels 1 to 5, of 3 x 3 x 16 x 16 weights and two numbers a channel.
        Assert.Equal(5 * ((9 * 16 * 16) + (2 * 16)), refined.ParameterCount - model.ParameterCount);
        double more = refined.Summary.Parts.Single(part => part.Name == "pyramid").FlopPerPixel
            - model.Summary.Parts.Single(part => part.Name == "pyramid").FlopPerPixel;
        Assert.Equal(2 * 9 * 16 * 16 * (1 / 4.0 + 1 / 16.0 + 1 / 64.0 + 1 / 256.0 + 1 / 1024.0), more, 1e-6);
        Assert.DoesNotContain(model.GetWeights().Keys, name => name.Contains("refining", StringComparison.Ordinal));
        var image = TestImages.Noise(32, 32, 1);
        var maps = (PredictedMaps)FramePredictor.Create(refined).Predict(image);
        Assert.All(maps.Maps.Values, values => Assert.All(values, value => Assert.True(float.IsFinite(value))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void A_width_out_of_range_is_refused(int width)
        => Assert.Throws<CellSegException>(() => new ModelSpecification { HeadWidth = width }.Validate());

    [Fact]
    public void Where_no_head_predicts_maps_none_can_be_shared_or_narrowed()
    {
        var specification = new ModelSpecification { Schema = SegmentationSchema.RetinaMask, RefinedPyramid = true };
        specification.Validate();
        Assert.Equal("HeadWidth", Refuse(specification with { HeadWidth = 32 }).Target);
        var refusal = Refuse(specification with { SharedHead = true });
        Assert.Equal("SharedHead", refusal.Target);
        Assert.Contains("RetinaMask", refusal.Reason, StringComparison.Ordinal);

        static CellSegException Refuse(ModelSpecification specification) => Assert.Throws<CellSegException>(specification.Validate);
    }

    private static double HeadsOf(ModelSpecification specification)
    {
        using var model = new SegmentationModel(specification);
        return model.Summary.Parts.Single(part => part.Name == "heads").FlopPerPixel;
    }
}
