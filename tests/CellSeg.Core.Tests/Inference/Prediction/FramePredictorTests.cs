using System.Runtime.InteropServices;
using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Inference.Prediction;

[Collection(nameof(TorchCollection))]
public sealed class FramePredictorTests
{
    [Fact]
    public void Where_memory_does_not_suffice_tiles_become_smaller_as_long_as_there_is_a_middle()
    {
        using var model = SmallTraining.NewModel();
        var network = new TiledNetwork(model, new PredictorOptions { TileSize = 512 });
        var image = TestImages.Noise(40, 40, 1);
        var view = ImageView.Create(TestTimeAugmentation.None, 40, 40)[0];
        var problem = Assert.Throws<MemoryShortageException>(() => network.Run([image], view, (_, _) => throw new LibtorchException(), default));
        Assert.Contains("64 x 64", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("-TileSize", problem.Remedy, StringComparison.Ordinal);
        Assert.Null(network.Warning);
        Assert.True(network.Retreat());
        Assert.Contains("384 x 384", network.Warning, StringComparison.Ordinal);
        Assert.False(network.Retreat());
    }

    [Fact]
    public void Tiles_of_detections_keep_their_size()
    {
        using var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 16, Schema = SegmentationSchema.RetinaMask });
        Assert.Equal(
            nameof(PredictorOptions.TileSize),
            Assert.Throws<CellSegException>(() => FramePredictor.Create(model, new PredictorOptions { TileSize = 512 })).Target);
        Assert.False(new TiledNetwork(model, new PredictorOptions(), keepsTiles: true).Retreat());
    }

    [Fact]
    public void Without_a_card_one_cannot_be_asked_for()
    {
        using var model = SmallTraining.NewModel();
        Assert.SkipWhen(cuda.is_available(), "This machine has a card.");
        Assert.Equal("Cuda", Assert.Throws<CellSegException>(() => FramePredictor.Create(model, new PredictorOptions { Device = ComputeDevice.Cuda })).Target);
        Assert.Equal(ComputeDevice.Cpu, FramePredictor.Create(model).Device);
    }

    /// <summary>What libtorch throws when the device's memory is full.</summary>
    private sealed class LibtorchException() : ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB");
}
