using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Training;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class TrainingLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_is_that_computed_by_hand(bool hasForeground)
    {
        using var scope = NewDisposeScope();
        Tensor[] outputs =
        [
            tensor(new float[] { 0.5f, 1 }, [1, 1, 1, 2]),
            tensor(new float[] { -1, 0 }, [1, 1, 1, 2]),
            // Background 0.75 and 0.1, foreground 0.25 and 0.9.
            tensor(new float[] { 0.75f, 0.1f, 0.25f, 0.9f }, [1, 2, 1, 2]),
        ];
        var batch = new TrainingBatch(["frame"], [], [], new Dictionary<PredictedMap, float[]>
        {
            [PredictedMap.InnerDistance] = [0, 1],
            [PredictedMap.OuterDistance] = [0, 0.5f],
            [PredictedMap.Foreground] = [1, 0],
        });
        var specification = new ModelSpecification { ForegroundHead = hasForeground };
        double expected = (0.25 / 2) + ((1 + 0.25) / 2);
        if (hasForeground)
            expected += 0.1 * (-Math.Log(0.25) - Math.Log(0.1)) / 2;
        var loss = SemanticLoss.Compute(specification, outputs, batch, new TrainingOptions { ForegroundWeight = 0.1 });
        Assert.Equal(1, loss.numel());
        Assert.Equal(expected, loss.item<float>(), 1e-5);
    }
}
