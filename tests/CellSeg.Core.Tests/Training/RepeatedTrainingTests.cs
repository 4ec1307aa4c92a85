using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using CellSeg.Training;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class RepeatedTrainingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Weights_do_not_depend_on_where_numbers_lie_in_memory(int threads)
    {
        using var limit = ThreadLimit.Set(threads);
        string[] hashes = [.. Enumerable.Range(0, 6).Select(run =>
        {
            // Odd sizes, so that what comes after them lies elsewhere each time.
            using var scope = NewDisposeScope();
            var others = Enumerable.Range(0, 7 * run).Select(i => (empty(1001 + (16 * i)), new float[1001 + i])).ToList();
            using var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 16, HeadWidth = 8, FinestLevel = 3 });
            ModelTrainer.Train(model, SmallTraining.Split(), SmallTraining.Options with { Epochs = 1, CropsPerEpoch = 2, ValidationFrames = 0 });
            GC.KeepAlive(others);
            return ModelHash.Compute(model);
        })];
        Assert.Single(hashes.Distinct());
    }
}
