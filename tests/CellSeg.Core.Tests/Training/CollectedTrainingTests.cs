using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Schemas;
using CellSeg.Training;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using CellSeg.Training.Optimization;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class CollectedTrainingTests
{
    private const int Size = 32, Steps = 30;

    [Theory]
    [InlineData(BackboneKind.FeatureNet, ClassLossKind.Focal)]
    [InlineData(BackboneKind.MobileNetV2, ClassLossKind.Dice)]
    public void Garbage_collection_changes_no_bit_of_a_training(BackboneKind backbone, ClassLossKind loss)
    {
        var expected = Train(backbone, loss);
        using var collector = new CollectingThread();
        var actual = Train(backbone, loss);
        foreach (var (name, tensor) in expected)
            Assert.Equal(tensor.Data, actual[name].Data);
    }

    private static IReadOnlyDictionary<string, SafetensorsTensor> Train(BackboneKind backbone, ClassLossKind loss)
    {
        var options = new TrainingOptions
        {
            CropSize = Size, BatchSize = 1, ClipNorm = 1, L2 = 1e-4, AverageDecay = 0.9,
            Losses = new LossOptions { Foreground = loss, Distances = DistanceLossKind.SmoothL1 },
        };
        using var model = new SegmentationModel(new ModelSpecification { Backbone = backbone, PyramidWidth = 16, CoarsestBackboneLevel = 3, Seed = 5 });
        using var optimizer = new AdamOptimizer(model.Network, options.Adam);
        using var average = new WeightAverage(model.Network, options.AverageDecay);
        var step = new TrainingStep(model, options.Losses, options.LossWeights, optimizer, average);
        var random = new RandomSource(7);
        model.Network.train();
        for (int i = 0; i < Steps; i++)
            step.Learn(MakeBatch(random), 1e-3);
        return model.GetWeights();
    }

    private static TrainingBatch MakeBatch(RandomSource random) => new(Size, ["frame"], Draw(random), [], new Dictionary<OutputMap, float[]>
    {
        [WatershedSchema.InnerDistance] = Draw(random),
        [WatershedSchema.OuterDistance] = Draw(random),
        [WatershedSchema.Foreground] = [.. Draw(random).Select(value => value < 0.5f ? 0f : 1f)],
    });

    private static float[] Draw(RandomSource random)
    {
        var values = new float[Size * Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextDouble();
        return values;
    }
}
