using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Splitting;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Targets;
using CellSeg.Training;
using CellSeg.Training.Losses;

namespace CellSeg.Core.Tests.Training;

/// <summary>What is called without effect has none: with other values of all of them networks and what they learn are the same to the bit.</summary>
public sealed class UnusedOptionTests
{
    private static readonly CellDatasetSplit Split = DatasetSplitter.Split(
        CellSimulator.Simulate(new SimulationOptions { MovieCount = 2, Width = 64, Height = 64, CellCount = 4 }), new DatasetSplitOptions { TestFraction = 0 });

    [Theory]
    [InlineData(SegmentationSchema.Watershed)]
    [InlineData(SegmentationSchema.Pixelwise)]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    [InlineData(SegmentationSchema.RetinaMask)]
    public void Of_a_network_they_change_no_weight(SegmentationSchema schema)
    {
        var plain = Specify(schema);
        var (changed, paths) = Change(plain, UnusedModelOptions.Find(plain));
        Assert.Contains("Temporal.Residual", paths);
        Assert.NotEqual(plain, changed);
        using SegmentationModel first = new(plain), second = new(changed);
        AssertSame(first, second);
    }

    [Theory]
    [InlineData(SegmentationSchema.Watershed)]
    [InlineData(SegmentationSchema.Pixelwise)]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    [InlineData(SegmentationSchema.RetinaMask)]
    public void Of_a_training_they_change_no_weight(SegmentationSchema schema)
    {
        var plain = new TrainingOptions { Epochs = 1, BatchSize = 2, CropSize = 32, ValidationFrames = 0, TuneDecoder = false };
        // With it random crops are equally many of each image as without, but drawn in another order.
        var unused = UnusedTrainingOptions.Find(plain, Specify(schema)).Where(option => option.Path != nameof(TrainingOptions.BalanceImages));
        var (changed, paths) = Change(plain, unused);
        Assert.Contains("RateDecay", paths);
        Assert.Contains("Losses.TouchingRadius", paths);
        changed.Validate();
        using SegmentationModel first = new(Specify(schema)), second = new(Specify(schema));
        ModelTrainer.Train(first, Split, plain);
        ModelTrainer.Train(second, Split, changed);
        AssertSame(first, second);
    }

    [Fact]
    public void Of_a_training_others_than_those_do_something()
    {
        var unused = UnusedTrainingOptions.Find(new TrainingOptions(), Specify(SegmentationSchema.Watershed)).Select(option => option.Path).ToHashSet();
        Assert.DoesNotContain(nameof(TrainingOptions.Targets), unused);
        Assert.DoesNotContain($"{nameof(TrainingOptions.Losses)}.{nameof(LossOptions.Distances)}", unused);
        Assert.DoesNotContain($"{nameof(TrainingOptions.LossWeights)}.{nameof(LossWeights.InnerDistance)}", unused);
    }

    private static ModelSpecification Specify(SegmentationSchema schema)
        => ModelPresets.Create(ModelPreset.Default, schema, BackboneKind.FeatureNet) with { PyramidWidth = 16, FinestLevel = 3 };

    /// <summary>Other values of options, as far as one is known for their type.</summary>
    private static (T Changed, string[] Paths) Change<T>(T options, IEnumerable<UnusedOption> unused) where T : class
    {
        string[] paths = [.. unused.Select(option => option.Path)];
        return ((T)paths.Aggregate((object)options, (record, path) => Set(record, path.Split('.'))), paths);
    }

    private static object Set(object record, string[] path)
    {
        object copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        var property = record.GetType().GetProperty(path[0])!;
        object value = property.GetValue(record)!;
        property.SetValue(copy, path.Length > 1 ? Set(value, path[1..]) : Change(value));
        return copy;
    }

    private static object Change(object value) => value switch
    {
        bool isOn => !isOn,
        // Few options take a whole number beside the one they have; four classes and five bins are among them.
        int number => number + 1,
        double number => number * 0.5,
        Enum choice => Enum.ToObject(choice.GetType(), (Convert.ToInt32(choice, null) + 1) % Enum.GetValues(choice.GetType()).Length),
        DistanceTargetOptions targets => targets with { Beta = 2 },
        PixelwiseTargetOptions targets => targets with { DilationRadius = 1 },
        DetectionOptions detection => detection with { ScalesPerLevel = 1 },
        _ => throw new NotSupportedException($"{value.GetType()}"),
    };

    private static void AssertSame(SegmentationModel first, SegmentationModel second)
    {
        var (one, other) = (first.GetWeights(), second.GetWeights());
        Assert.Equal(one.Keys.Order(), other.Keys.Order());
        Assert.All(one, pair => Assert.True(pair.Value.Data.AsSpan().SequenceEqual(other[pair.Key].Data), pair.Key));
    }
}
