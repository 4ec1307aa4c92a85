using CellSeg.Core.Tests.Support;
using CellSeg.Models.Torch;
using CellSeg.Schemas;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training.Losses;

/// <summary>Pixels between cells that count more, in two crops that have nothing in common, by loops of one pixel after the other.</summary>
[Collection(nameof(TorchCollection))]
public sealed class TouchingWeightTests : IDisposable
{
    private const int Size = 4, Area = Size * Size, Pixels = 2 * Area;

    // In the first crop two cells touch, in the second there is but one.
    private static readonly int[] Labels =
    [
        1, 2, 0, 0,
        1, 2, 0, 0,
        1, 0, 0, 0,
        1, 0, 0, 0,
        0, 0, 0, 0,
        0, 5, 5, 0,
        0, 0, 5, 5,
        0, 0, 0, 0,
    ];

    // Six pixels see both cells among their neighbours, and count three times what the 26 others do: 44 for all.
    private static readonly double[] Weights =
    [
        3, 3, 1, 1,
        3, 3, 1, 1,
        3, 3, 1, 1,
        1, 1, 1, 1,
        1, 1, 1, 1,
        1, 1, 1, 1,
        1, 1, 1, 1,
        1, 1, 1, 1,
    ];

    // No two pixels have the same: 7 has no factor in common with 32.
    private static readonly double[] Foreground = [.. Enumerable.Range(0, Pixels).Select(i => 0.05 + (0.9 * (7 * i % Pixels) / Pixels))];
    private static readonly double[] Distances = [.. Enumerable.Range(0, Pixels).Select(i => 1.5 * (11 * i % Pixels) / Pixels)];
    private static readonly double[] TrueDistances = [.. Labels.Select((label, i) => label > 0 ? 0.5 + (i / 100.0) : 0)];

    private readonly IDisposable _scope;

    public TouchingWeightTests()
    {
        TorchLibrary.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(DistanceLossKind.MeanSquared)]
    [InlineData(DistanceLossKind.SmoothL1)]
    public void Each_distance_counts_by_the_weight_of_its_own_pixel(DistanceLossKind kind)
    {
        double expected = WeightedMean(i =>
        {
            double difference = Math.Abs(Distances[i] - TrueDistances[i]);
            if (kind == DistanceLossKind.MeanSquared)
                return difference * difference;
            // A sigma of 3: squares up to a ninth.
            return difference < 1 / 9.0 ? 4.5 * difference * difference : difference - (1 / 18.0);
        });
        Assert.Equal(expected, Compute(new LossOptions { Distances = kind }, new LossWeights { OuterDistance = 0, Foreground = 0 }), 1e-5);
        Assert.Equal(2 * expected, Compute(new LossOptions { Distances = kind }, new LossWeights { Foreground = 0 }), 1e-5);
    }

    [Theory]
    [InlineData(ClassLossKind.CrossEntropy)]
    [InlineData(ClassLossKind.WeightedCrossEntropy)]
    [InlineData(ClassLossKind.Focal)]
    public void Each_class_counts_by_the_weight_of_its_own_pixel(ClassLossKind kind)
    {
        // 10 pixels of cells and 22 of background.
        double expected = WeightedMean(i =>
        {
            double ofTruth = Labels[i] > 0 ? Foreground[i] : 1 - Foreground[i], ofClass = 32 / (2.0 * (Labels[i] > 0 ? 11 : 23));
            return kind switch
            {
                ClassLossKind.CrossEntropy => -Math.Log(ofTruth),
                ClassLossKind.WeightedCrossEntropy => -ofClass * Math.Log(ofTruth),
                _ => -ofClass * (1 - ofTruth) * (1 - ofTruth) * Math.Log(ofTruth),
            };
        });
        var only = new LossWeights { InnerDistance = 0, OuterDistance = 0 };
        Assert.Equal(expected, Compute(new LossOptions { Foreground = kind, FocalGamma = 2 }, only), 1e-5);
        Assert.True(Math.Abs(expected - Compute(new LossOptions { Foreground = kind, FocalGamma = 2 }, only, touching: 1)) > 1e-3);
    }

    [Fact]
    public void Dice_has_no_pixels_to_weigh()
    {
        var (options, only) = (new LossOptions { Foreground = ClassLossKind.Dice }, new LossWeights { InnerDistance = 0, OuterDistance = 0 });
        Assert.Equal(Compute(options, only, touching: 1), Compute(options, only));
    }

    private static double WeightedMean(Func<int, double> loss) => Enumerable.Range(0, Pixels).Sum(i => Weights[i] * loss(i)) / 44;

    private static float Compute(LossOptions options, LossWeights weights, double touching = 3)
    {
        float[] distances = [.. TrueDistances.Select(value => (float)value)];
        var batch = new TrainingBatch(Size, ["first", "second"], [], Labels, new Dictionary<OutputMap, float[]>
        {
            [WatershedSchema.InnerDistance] = distances, [WatershedSchema.OuterDistance] = distances,
            [WatershedSchema.Foreground] = [.. Labels.Select(label => label > 0 ? 1f : 0)],
        });
        float[] predicted = [.. Distances.Select(value => (float)value)], cells = [.. Foreground.Select(value => (float)value)];
        float[] ground = [.. cells.Select(value => 1 - value)];
        Tensor[] outputs =
        [
            tensor(predicted, [2, 1, Size, Size]), tensor(predicted, [2, 1, Size, Size]),
            tensor((float[])[.. ground[..Area], .. cells[..Area], .. ground[Area..], .. cells[Area..]], [2, 2, Size, Size]),
        ];
        var losses = options with { TouchingRadius = 1, TouchingWeight = touching };
        return SemanticLoss.Compute(new WatershedSchema().Maps, outputs, batch, losses, weights).item<float>();
    }
}
