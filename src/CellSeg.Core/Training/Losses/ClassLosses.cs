using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// What differences between predicted and true classes cost (docs/method.md, 4.6). Probabilities and targets have the
/// shape [N, C, ...]; a target is 1 for the class of a pixel and 0 for the others.
/// </summary>
internal static class ClassLosses
{
    /// <summary>Probabilities are taken for at least this much, so that their logarithm is finite.</summary>
    public const double SmallestProbability = 1e-7;

    /// <summary>The mean over pixels of the logarithm of the probability that the true class has, turned positive.</summary>
    /// <param name="probabilities">Probabilities with a sum of 1 over the classes.</param>
    /// <param name="target">The true classes.</param>
    /// <returns>A single number.</returns>
    public static Tensor CrossEntropy(Tensor probabilities, Tensor target)
        => -(probabilities.AtLeast(SmallestProbability).log() * target).sum(1).mean();

    /// <summary>The same for each pixel, [N, 1, ...].</summary>
    internal static Tensor CrossEntropyPerPixel(Tensor probabilities, Tensor target)
        => -(probabilities.AtLeast(SmallestProbability).log() * target).sum(1, keepdim: true);

    /// <summary>The same with weights that make up for how rare a class is in the batch; the mean over pixels.</summary>
    /// <param name="probabilities">Numbers at or above 0; brought to a sum of 1 over the classes.</param>
    /// <param name="target">The true classes.</param>
    /// <param name="focus">The exponent of (1 - p), which turns the attention to pixels that are still wrong; 0 is off.</param>
    /// <returns>A single number.</returns>
    public static Tensor WeightedCrossEntropy(Tensor probabilities, Tensor target, double focus = 0)
        => WeightedCrossEntropyPerPixel(probabilities, target, focus).mean();

    /// <summary>The weighted cross-entropy of each pixel, [N, 1, ...].</summary>
    internal static Tensor WeightedCrossEntropyPerPixel(Tensor probabilities, Tensor target, double focus = 0)
    {
        var p = (probabilities / probabilities.sum(1, keepdim: true)).Between(SmallestProbability, 1 - SmallestProbability);
        var terms = Weights(target) * target * p.log();
        if (focus > 0)
            terms *= p.Complement().Power(focus);
        return -terms.sum(1, keepdim: true);
    }

    /// <summary>N / (C (n + 1)) for each class, where n of the batch's N pixels are of the class; [1, C, 1, ...].</summary>
    internal static Tensor Weights(Tensor target)
    {
        var counts = target.sum(OtherAxes(target), keepdim: true);
        return counts.sum() / counts.Plus(1).Times(target.shape[1]);
    }

    /// <summary>
    /// The overlap of each class, which does not care how much background there is (Milletari et al. 2016):
    /// -(2 sum(t p) + 1) / (sum(t) + sum(p) + 1), which is -1 for maps that agree.
    /// </summary>
    /// <param name="probabilities">The predicted classes.</param>
    /// <param name="target">The true classes.</param>
    /// <returns>One number a class, [C].</returns>
    public static Tensor Dice(Tensor probabilities, Tensor target)
    {
        long[] others = OtherAxes(target);
        return -(target * probabilities).sum(others).Times(2).Plus(1) / target.sum(others).Plus(probabilities.sum(others)).Plus(1);
    }

    /// <summary>All axes but that of the classes, to sum over what a class has.</summary>
    private static long[] OtherAxes(Tensor tensor) => [.. Enumerable.Range(0, (int)tensor.dim()).Where(axis => axis != 1).Select(axis => (long)axis)];
}
