using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Networks;

/// <summary>
/// Tensors are made where those are that they meet. libtorch's META device, which computes nothing but shapes and takes
/// no tensor of another device, stands in for a graphics card; it has no convolutions
/// and reads no rows by number, so that whole networks do not run there.
/// </summary>
[Collection(nameof(TorchCollection))]
public sealed class DevicePlacementTests
{
    private const int Frames = 2, Size = 32;

    [Fact]
    public void Places_are_told_on_the_device_of_the_image()
    {
        using var scope = NewDisposeScope();
        using var layer = new LocationLayer();
        var output = layer.forward(zeros(Frames, 1, Size, Size, device: META));
        Assert.Equal(DeviceType.META, output.device_type);
        Assert.Equal([Frames, 3, Size, Size], output.shape);
    }

    [Theory]
    [InlineData(SegmentationSchema.Watershed)]
    [InlineData(SegmentationSchema.Pixelwise)]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    public void A_loss_is_computed_on_the_device_of_the_outputs(SegmentationSchema schema)
    {
        using var scope = NewDisposeScope();
        var specification = new ModelSpecification { Schema = schema };
        var maps = specification.GetSchema().Maps;
        Tensor[] outputs = [.. maps.Select(map => zeros(Frames, map.Channels, Size, Size, device: META))];
        var batch = new TrainingBatch(Size, [], [], [], maps.ToDictionary(map => map, map => new float[Frames * map.TargetChannels * Size * Size]));
        var loss = SemanticLoss.Compute(maps, outputs, batch, new LossOptions(), new LossWeights());
        Assert.Equal(DeviceType.META, loss.device_type);
        Assert.Equal(1, loss.numel());
    }

    [Fact]
    public void What_meets_another_device_is_refused()
        => Assert.ThrowsAny<Exception>(() =>
        {
            using var scope = NewDisposeScope();
            return nn.functional.mse_loss(zeros(Frames, 1, device: META), zeros(Frames, 1));
        });
}
