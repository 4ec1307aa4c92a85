using System.Runtime.InteropServices;
using CellSeg.Core.Tests.Support;
using CellSeg.Inference.Prediction;
using CellSeg.Models;
using CellSeg.Models.Compute;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Inference.Prediction;

[Collection(nameof(TorchCollection))]
public sealed class FramePredictorTests
{
    [Fact]
    public void Too_little_memory_for_a_tile_is_a_problem_of_the_image()
    {
        using var model = SmallTraining.NewModel();
        var problem = Assert.Throws<CellSegException>(() => new FullPredictor(model).Predict(TestImages.Noise(40, 40, 1)));
        Assert.Contains("64 x 64", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("-TileSize", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_card_one_cannot_be_asked_for()
    {
        using var model = SmallTraining.NewModel();
        Assert.SkipWhen(cuda.is_available(), "This machine has a card.");
        Assert.Equal("Cuda", Assert.Throws<CellSegException>(() => FramePredictor.Create(model, new PredictorOptions { Device = ComputeDevice.Cuda })).Target);
        Assert.Equal(ComputeDevice.Cpu, FramePredictor.Create(model).Device);
    }

    /// <summary>Fails as libtorch does when the device's memory is full.</summary>
    private sealed class FullPredictor(SegmentationModel model) : FramePredictor([model], null)
    {
        private protected override void Begin(int height, int width)
        {
        }

        private protected override void Add(Tensor[] outputs, PredictedTile tile)
            => throw new LibtorchException("CUDA out of memory. Tried to allocate 2.00 GiB");

        private protected override IReadOnlyList<FramePrediction> End() => [];
    }

    private sealed class LibtorchException(string message) : ExternalException(message);
}
