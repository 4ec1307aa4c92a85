using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class ModelSummaryTests
{
    [Fact]
    public void The_parts_make_the_whole()
    {
        using var model = new SegmentationModel();
        var summary = model.Summary;
        Assert.Equal(["channels", "backbone", "pyramid", "heads"], summary.Parts.Select(part => part.Name));
        Assert.Equal((model.ParameterCount, model.TotalParameterCount), (summary.TrainableParameterCount, summary.TotalParameterCount));
        Assert.Equal(1_843_264, summary.Parts[1].TotalParameterCount);
        Assert.All(summary.Parts, part => Assert.True(part.IsTrainable));
        Assert.Same(summary, model.Summary);
    }

    /// <summary>Worked out by hand from the layers' shapes, at the stride at which each of them runs.</summary>
    [Fact]
    public void Operations_are_two_a_multiply_add()
    {
        const int width = 40, channels = 2;
        using var model = new SegmentationModel(
            new ModelSpecification { InputChannels = channels, PyramidWidth = width, FinestLevel = 3, ForegroundHead = false });
        var parts = model.Summary.Parts.ToDictionary(part => part.Name, part => part.FlopPerPixel);
        Assert.Equal(2.0 * channels * 3, parts["channels"], 1e-9);
        Assert.Equal(2.0 * width * ((32 / 64.0) + (96 / 256.0) + (320 / 1024.0) + (9 * width / 64.0)), parts["pyramid"], 1e-9);
        // Two heads: 3x3 at strides 8, 4 and 2, then both 1x1 before the last doubling.
        Assert.Equal(2 * 2.0 * ((9 * width * 64 / 64.0) + (9 * 64 * 64 / 16.0) + (9 * 64 * 64 / 4.0) + (((64 * 128) + 128) / 4.0)), parts["heads"], 1e-9);
        // 300 million multiply-adds for 224 x 224 (Sandler et al. 2018), of which the last convolution and the classifier make 21.
        Assert.InRange(parts["backbone"] / 2 * 224 * 224, 270e6, 285e6);
    }

    [Fact]
    public void Memory_grows_with_the_tile_and_is_at_least_that_of_the_widest_map()
    {
        using var model = new SegmentationModel();
        var summary = model.Summary;
        // The 128 channels of a head at stride 2, into and out of its batch norm, and not ten times as much.
        const int widest = 2 * 128 * sizeof(float) / 4;
        Assert.InRange(summary.MapBytesPerPixel, widest, 10 * widest);
        long weights = summary.TotalParameterCount * sizeof(float);
        Assert.Equal(4.0, (summary.GetTileMemoryBytes(512) - weights) / (double)(summary.GetTileMemoryBytes(256) - weights), 1e-4);
        Assert.Equal(summary.GetTileMemoryBytes(1024), summary.TileMemoryBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => summary.GetTileMemoryBytes(0));
    }

    [Fact]
    public void Measuring_changes_nothing()
    {
        using var model = new SegmentationModel();
        model.Network.train();
        model.Network.ComputeType = ScalarType.BFloat16;
        var before = model.GetWeights();
        Assert.True(model.Summary.FlopPerPixel > 0);
        Assert.True(Weights.AreEqual(before, model.GetWeights()));
        Assert.True(model.Network.training);
        Assert.Equal(ScalarType.BFloat16, model.Network.ComputeType);
    }
}
