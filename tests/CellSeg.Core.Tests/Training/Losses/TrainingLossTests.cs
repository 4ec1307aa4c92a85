using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models.Torch;
using CellSeg.Schemas;
using CellSeg.Training;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training.Losses;

[Collection(nameof(TorchCollection))]
public sealed class TrainingLossTests : IDisposable
{
    // Two pixels. Background 0.75 and 0.1, foreground 0.25 and 0.9; in truth foreground and background.
    private static readonly TrainingBatch Batch = new(1, ["frame"], [], [], new Dictionary<OutputMap, float[]>
    {
        [WatershedSchema.InnerDistance] = [0, 1],
        [WatershedSchema.OuterDistance] = [0, 0.5f],
        [WatershedSchema.Foreground] = [1, 0],
    });

    private readonly IDisposable _scope;

    public TrainingLossTests()
    {
        TorchLibrary.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_is_that_computed_by_hand(bool hasForeground)
    {
        double expected = (0.25 / 2) + ((1 + 0.25) / 2);
        if (hasForeground)
            expected += (-Math.Log(0.25) - Math.Log(0.1)) / 2;
        var loss = Compute(new TrainingOptions(), hasForeground);
        Assert.Equal(1, loss.numel());
        Assert.Equal(expected, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Each_map_has_a_weight_of_its_own()
    {
        var options = new TrainingOptions { LossWeights = new LossWeights { InnerDistance = 2, OuterDistance = 0.5, Foreground = 3 } };
        Assert.Equal((2 * 0.125) + (0.5 * 0.625) + (3 * (-Math.Log(0.25) - Math.Log(0.1)) / 2), Compute(options).item<float>(), 1e-5);
        Assert.Equal(0.625, Compute(options with { LossWeights = new LossWeights { InnerDistance = 0, Foreground = 0 } }).item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(3, 0.5 - (1 / 18.0), 1 - (1 / 18.0))]
    [InlineData(1, 0.125, 0.5)]
    [InlineData(10, 0.495, 0.995)]
    public void Distances_can_have_smooth_l1(double sigma, double ofHalf, double ofOne)
    {
        var options = new TrainingOptions
        {
            Losses = new LossOptions { Distances = DistanceLossKind.SmoothL1, SmoothL1Sigma = sigma },
            LossWeights = new LossWeights { Foreground = 0 },
        };
        // Differences of 0.5 and 0, and of 1 and 0.5.
        Assert.Equal((ofHalf / 2) + ((ofOne + ofHalf) / 2), Compute(options).item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(ClassLossKind.CrossEntropy)]
    [InlineData(ClassLossKind.WeightedCrossEntropy)]
    [InlineData(ClassLossKind.Focal)]
    [InlineData(ClassLossKind.Dice)]
    public void Foreground_can_have_each_loss_of_classes(ClassLossKind kind)
    {
        double expected = kind switch
        {
            ClassLossKind.CrossEntropy => (-Math.Log(0.25) - Math.Log(0.1)) / 2,
            // Each class has one of two pixels: 2 / (2 · 2).
            ClassLossKind.WeightedCrossEntropy => 0.5 * (-Math.Log(0.25) - Math.Log(0.1)) / 2,
            ClassLossKind.Focal => 0.5 * ((-0.75 * Math.Log(0.25)) - (0.9 * Math.Log(0.1))) / 2,
            // Background: both maps sum to 1 and 0.85. Foreground: to 1 and 1.15.
            _ => 1 - (((1.2 / 2.85) + (1.5 / 3.15)) / 2),
        };
        var options = new TrainingOptions
        {
            Losses = new LossOptions { Foreground = kind, FocalGamma = 1 },
            LossWeights = new LossWeights { InnerDistance = 0, OuterDistance = 0, Foreground = 1 },
        };
        Assert.Equal(expected, Compute(options).item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(SegmentationSchema.Pixelwise)]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    public void Classes_have_the_loss_and_the_weight_that_are_chosen(SegmentationSchema schema)
    {
        var maps = Schema.Create(schema).Maps;
        var map = Assert.Single(maps);
        int classes = map.Channels;
        // One pixel, of the second class, with 0.5 for it and the rest for the first.
        float[] target = new float[classes], output = new float[classes];
        target[1] = 1;
        output[0] = output[1] = 0.5f;
        var batch = new TrainingBatch(1, ["frame"], [], [], new Dictionary<OutputMap, float[]> { [map] = target });
        var weights = new LossWeights { PixelClasses = 2, DistanceBins = 2 };
        Assert.Equal(2 * Math.Log(2), Compute(ClassLossKind.CrossEntropy, weights), 1e-5);
        Assert.Equal(2 * Math.Log(2) / (2 * classes), Compute(ClassLossKind.WeightedCrossEntropy, weights), 1e-5);
        Assert.Equal(2 * 0.25 * Math.Log(2) / (2 * classes), Compute(ClassLossKind.Focal, weights), 1e-5);
        // Classes without a pixel agree: 1 for them, 1 / 1.5 for the first and 2 / 2.5 for the second.
        Assert.Equal(2 * (1 - (((classes - 2) + (1 / 1.5) + 0.8) / classes)), Compute(ClassLossKind.Dice, weights), 1e-5);
        Assert.Equal(ClassLossKind.WeightedCrossEntropy, new LossOptions().Classes);

        float Compute(ClassLossKind kind, LossWeights of)
            => SemanticLoss.Compute(maps, [tensor(output, [1, classes, 1, 1])], batch, new LossOptions { Classes = kind }, of).item<float>();
    }

    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(2, 0)]
    [InlineData(2, 17)]
    public void Weights_of_pixels_between_cells_out_of_range_are_refused(double weight, int radius)
        => Assert.Throws<CellSegException>(new LossOptions { TouchingWeight = weight, TouchingRadius = radius }.Validate);

    [Fact]
    public void Kinds_that_do_not_exist_are_refused()
    {
        foreach (var (name, options) in new[]
        {
            (nameof(LossOptions.Distances), new LossOptions { Distances = (DistanceLossKind)9 }),
            (nameof(LossOptions.Classes), new LossOptions { Classes = (ClassLossKind)9 }),
            (nameof(LossOptions.Foreground), new LossOptions { Foreground = (ClassLossKind)9 }),
        })
            Assert.Equal(name, Assert.Throws<CellSegException>(options.Validate).Target);
    }

    private static Tensor Compute(TrainingOptions options, bool hasForeground = true)
    {
        Tensor[] outputs =
        [
            tensor(new float[] { 0.5f, 1 }, [1, 1, 1, 2]),
            tensor(new float[] { -1, 0 }, [1, 1, 1, 2]),
            tensor(new float[] { 0.75f, 0.1f, 0.25f, 0.9f }, [1, 2, 1, 2]),
        ];
        return SemanticLoss.Compute(new WatershedSchema(hasForeground).Maps, outputs, Batch, options.Losses, options.LossWeights);
    }
}
