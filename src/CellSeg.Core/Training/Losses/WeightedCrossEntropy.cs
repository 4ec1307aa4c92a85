using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// Cross-entropy of classes with weights that make up for how rare a class is in the batch (docs/method.md, 4.6).
/// </summary>
internal static class WeightedCrossEntropy
{
    private const double SmallestProbability = 1e-7;

    /// <summary>The mean over pixels.</summary>
    /// <param name="probabilities">[N, C, ...], at or above 0; brought to a sum of 1 over the classes.</param>
    /// <param name="target">The same shape, 1 for the class of a pixel and 0 for the others.</param>
    /// <param name="focus">The exponent of (1 - p), which turns the attention to pixels that are still wrong; 0 is off.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(Tensor probabilities, Tensor target, double focus = 0)
        => PerPixel(probabilities, target, focus).mean();

    /// <summary>The loss of each pixel, [N, 1, ...].</summary>
    internal static Tensor PerPixel(Tensor probabilities, Tensor target, double focus = 0)
    {
        var p = (probabilities / probabilities.sum(1, keepdim: true)).Between(SmallestProbability, 1 - SmallestProbability);
        var terms = ClassWeights(target) * target * p.log();
        if (focus > 0)
            terms *= p.Complement().Power(focus);
        return -terms.sum(1, keepdim: true);
    }

    /// <summary>N / (C (n + 1)) for each class, where n of the batch's N pixels are of the class; [1, C, 1, ...].</summary>
    internal static Tensor ClassWeights(Tensor target)
    {
        long[] others = ClassAxis.Others(target);
        var counts = target.sum(others, keepdim: true);
        return counts.sum() / counts.Plus(1).Times(target.shape[1]);
    }
}
