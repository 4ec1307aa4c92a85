using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Models.Torch;
using CellSeg.Training.Losses;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training.Losses;

[Collection(nameof(TorchCollection))]
public sealed class LossCaseTests : IDisposable
{
    private static readonly JsonElement Cases = CaseFile.Read("transform-cases.json").GetProperty("losses");

    private readonly IDisposable _scope;

    public LossCaseTests()
    {
        TorchLibrary.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Weighted_cross_entropy_is_that_of_the_case()
    {
        var item = Cases.GetProperty("weighted_cce");
        // Rows, columns and classes become classes, rows and columns.
        var target = Read(item.GetProperty("y_true"), 2, 4, 3).permute(2, 0, 1).unsqueeze(0);
        var probabilities = Read(item.GetProperty("y_pred"), 2, 4, 3).permute(2, 0, 1).unsqueeze(0);
        AssertClose(item.GetProperty("class_weights"), ClassLosses.Weights(target), 1e-6f);
        AssertClose(item.GetProperty("per_pixel"), ClassLosses.WeightedCrossEntropyPerPixel(probabilities, target), 1e-5f);
        var loss = ClassLosses.WeightedCrossEntropy(probabilities, target);
        Assert.Equal(0, loss.dim());
        Assert.Equal(item.GetProperty("mean").GetDouble(), loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Weighted_cross_entropy_normalises_and_stays_finite_where_the_true_class_has_no_probability()
    {
        var target = tensor(new float[] { 1, 0 }, [1, 2, 1, 1]);
        // Two pixels' worth of weight: 1 of N = 1 is of class 0, so that its weight is 1 / (2 · 2).
        Assert.Equal(0.25 * Math.Log(4), ClassLosses.WeightedCrossEntropy(tensor(new float[] { 1, 3 }, [1, 2, 1, 1]), target).item<float>(), 1e-6);
        Assert.Equal(-0.25 * Math.Log(1e-7), ClassLosses.WeightedCrossEntropy(tensor(new float[] { 0, 1 }, [1, 2, 1, 1]), target).item<float>(), 1e-5);
        Assert.Equal(
            0.25 * Math.Log(4) * 0.75 * 0.75,
            ClassLosses.WeightedCrossEntropy(tensor(new float[] { 1, 3 }, [1, 2, 1, 1]), target, focus: 2).item<float>(), 1e-6);
    }

    [Fact]
    public void Smooth_l1_is_that_of_the_case()
    {
        var item = Cases.GetProperty("smooth_l1");
        AssertClose(item.GetProperty("value"), SmoothL1Loss.PerElement(Read(item.GetProperty("diff"), 7), item.GetProperty("sigma").GetDouble()), 1e-5f);
    }

    [Fact]
    public void Smooth_l1_counts_positive_rows_alone()
    {
        var prediction = tensor(new float[] { 1, 2, 5, 5, 9, 9 }, [3, 2]);
        var target = tensor(new float[] { 0, 0, 5, 6, 0, 0 }, [3, 2]);
        double expected = (1 + 2 + 0 + 1 - (3 / 18.0)) / 2;
        Assert.Equal(expected, SmoothL1Loss.Compute(prediction, target, tensor(new float[] { 1, 1, -1 })).item<float>(), 1e-5);
        Assert.Equal(0, SmoothL1Loss.Compute(prediction, target, tensor(new float[] { 0, 0, -1 })).item<float>());
    }

    [Fact]
    public void Focal_loss_is_that_of_the_case()
    {
        var item = Cases.GetProperty("focal");
        var loss = FocalLoss.PerElement(
            Read(item.GetProperty("score"), 6), Read(item.GetProperty("target"), 6), item.GetProperty("alpha").GetDouble(),
            item.GetProperty("gamma").GetDouble());
        AssertClose(item.GetProperty("value"), loss, 1e-5f);
    }

    [Fact]
    public void Focal_loss_leaves_ignored_places_out_and_divides_by_the_objects()
    {
        var scores = tensor(new float[] { 0.5f, 0.5f, 0.9f, 0.5f });
        double expected = ((2 * 0.25) + 0.75) * 0.25 * Math.Log(2) / 2;
        Assert.Equal(expected, FocalLoss.Compute(scores, tensor(new float[] { 1, 1, -1, 0 })).item<float>(), 1e-6);
        // No object: divided by 1.
        Assert.Equal(0.75 * 0.25 * Math.Log(2), FocalLoss.Compute(scores, tensor(new float[] { 0, -1, -1, -1 })).item<float>(), 1e-6);
        Assert.True(float.IsFinite(FocalLoss.Compute(tensor(new float[] { 0, 1 }), tensor(new float[] { 1, 0 })).item<float>()));
    }

    [Fact]
    public void Dice_is_that_of_the_case_and_best_for_maps_that_agree()
    {
        var item = Cases.GetProperty("dice");
        Assert.Equal(
            item.GetProperty("value").GetDouble(),
            ClassLosses.Dice(Read(item.GetProperty("p"), 1, 1, 4), Read(item.GetProperty("t"), 1, 1, 4)).item<float>(), 1e-6);
        Assert.Equal(-1, ClassLosses.Dice(ones(1, 1, 3), ones(1, 1, 3)).item<float>());
    }

    [Fact]
    public void Dice_is_that_of_each_class_by_itself()
    {
        var target = tensor(new float[] { 1, 0, 0, 1 }, [1, 2, 1, 2]);
        var values = ClassLosses.Dice(tensor(new float[] { 0.75f, 0.1f, 0.25f, 0.9f }, [1, 2, 1, 2]), target);
        CaseFile.AssertClose([-(2.5f / 2.85f), -(2.8f / 3.15f)], values.data<float>().ToArray(), 1e-6f);
        Assert.Equal(-1, ClassLosses.Dice(target, target).mean().item<float>());
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_losses()
    {
        var target = tensor(new double[] { 1, 0, 0, 0, 1, 1 }, [1, 2, 1, 3]);
        double[] start = [0.75, 0.1, 0.4, 0.25, 0.9, 0.6];
        const double Step = 1e-6;
        foreach (var loss in new Func<Tensor, Tensor>[]
        {
            p => ClassLosses.CrossEntropy(p, target), p => ClassLosses.WeightedCrossEntropy(p, target), p => ClassLosses.WeightedCrossEntropy(p, target, 2),
            p => FocalLoss.Compute(p, target), p => ClassLosses.Dice(p, target).mean(), p => SmoothL1Loss.PerElement(p - target).mean(),
        })
        {
            var values = tensor(start, [1, 2, 1, 3], requires_grad: true);
            loss(values).backward();
            double[] gradients = values.grad!.data<double>().ToArray();
            for (int i = 0; i < start.Length; i++)
                Assert.Equal((At(loss, i, Step) - At(loss, i, -Step)) / (2 * Step), gradients[i], 1e-6);
        }

        double At(Func<Tensor, Tensor> loss, int index, double shift)
        {
            double[] moved = [.. start];
            moved[index] += shift;
            return loss(tensor(moved, [1, 2, 1, 3])).item<double>();
        }
    }

    [Fact]
    public void Every_loss_has_a_finite_gradient_at_the_ends_of_its_range()
    {
        var target = tensor(new float[] { 1, 0, 0, 1 }, [1, 2, 1, 2]);
        foreach (var loss in new Func<Tensor, Tensor>[]
        {
            p => ClassLosses.WeightedCrossEntropy(p, target), p => ClassLosses.WeightedCrossEntropy(p, target, 2),
            p => FocalLoss.Compute(p, target), p => SmoothL1Loss.Compute(p, target, ones(1, 2, 1)),
            p => ClassLosses.CrossEntropy(p, target), p => ClassLosses.Dice(p, target).mean(),
        })
        {
            var scores = tensor(new float[] { 0, 1, 1, 0 }, [1, 2, 1, 2], requires_grad: true);
            loss(scores).backward();
            Assert.All(scores.grad!.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    private static Tensor Read(JsonElement values, params long[] shape) => tensor(Flatten(values), shape);

    private static void AssertClose(JsonElement expected, Tensor actual, float tolerance)
        => CaseFile.AssertClose(Flatten(expected), actual.contiguous().data<float>().ToArray(), tolerance);

    private static float[] Flatten(JsonElement element)
        => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flatten)] : [element.GetSingle()];
}
