using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>Cross-entropy of classes that all count alike.</summary>
internal static class CrossEntropy
{
    private const double SmallestProbability = 1e-7;

    /// <summary>The mean over pixels of the logarithm of the probability that the true class has, turned positive.</summary>
    /// <param name="probabilities">[N, C, ...], with a sum of 1 over the classes.</param>
    /// <param name="target">The same shape, 1 for the class of a pixel and 0 for the others.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(Tensor probabilities, Tensor target)
        => -(probabilities.AtLeast(SmallestProbability).log() * target).sum(1).mean();
}
