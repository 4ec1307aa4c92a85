using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using CellSeg.Training;

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
            // Arrays of odd sizes, so that what comes after them lies elsewhere each time.
            var others = Enumerable.Range(0, 3 * run).Select(i => new float[1001 + i]).ToList();
            using var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 16, HeadWidth = 8, FinestLevel = 3 });
            ModelTrainer.Train(model, SmallTraining.Split(), SmallTraining.Options with { Epochs = 1, CropsPerEpoch = 4, ValidationFrames = 0 });
            GC.KeepAlive(others);
            return ModelHash.Compute(model);
        })];
        Assert.Single(hashes.Distinct());
    }
}
