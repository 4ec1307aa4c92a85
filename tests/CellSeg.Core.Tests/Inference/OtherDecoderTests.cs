using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Inference;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Inference;

[Collection(nameof(TorchCollection))]
public sealed class OtherDecoderTests
{
    [Fact]
    public void Cells_are_made_by_other_decoder_options_where_they_are_given()
    {
        var image = TestImages.Noise(64, 64, 1);
        int Count(DecoderOptions? decoder, SegmentationModel model)
            => new CellSegmenter(model, new SegmenterOptions { Decoder = decoder }).Segment(image).CountCells();
        using var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 16 });
        // Whatever the start weights say is foreground.
        var own = new WatershedDecoderOptions { ForegroundThreshold = 0 };
        model.Decoder = own;
        Assert.InRange(Count(null, model), 1, 64 * 64);
        Assert.Equal(Count(null, model), Count(own, model));
        Assert.Equal(0, Count(own with { ForegroundThreshold = 2 }, model));
        Assert.Equal(own, model.Decoder);
        Assert.Equal("Prominence", Assert.Throws<CellSegException>(() => Count(own with { Prominence = 0 }, model)).Target);
        var error = Assert.Throws<CellSegException>(() => Count(new PixelwiseDecoderOptions(), model));
        Assert.Contains(nameof(PixelwiseDecoderOptions), error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void They_decide_which_boxes_a_network_of_boxes_keeps()
    {
        var image = TestImages.Noise(64, 64, 1);
        using var model = new SegmentationModel(ModelPresets.Create(ModelPreset.Default, SegmentationSchema.RetinaMask) with { PyramidWidth = 16 });
        var all = new RetinaMaskDecoderOptions { ScoreThreshold = 0, MaskThreshold = 0.1f, ContainmentThreshold = 1, OverlapThreshold = 1 };
        int Count(RetinaMaskDecoderOptions decoder) => new CellSegmenter(model, new SegmenterOptions { Decoder = decoder }).Segment(image).CountCells();
        Assert.InRange(Count(all), 2, int.MaxValue);
        Assert.Equal(1, Count(all with { MaximumDetections = 1 }));
        Assert.Equal(0, Count(all with { ScoreThreshold = 1 }));
    }
}
