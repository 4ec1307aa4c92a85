using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// Cross-entropy of scores that is small for what is already right, so that the many easy backgrounds do not drown the
/// few objects (Lin et al. 2017; docs/method.md, 3.5).
/// </summary>
internal static class FocalLoss
{
    /// <summary>The sum over all places that are not ignored, divided by the number of objects (by 1 where there is none).</summary>
    /// <param name="scores">Probabilities of an object, any shape.</param>
    /// <param name="states">The same shape: 1 object, 0 background, -1 ignored.</param>
    /// <param name="alpha">The weight of objects, 0 to 1; backgrounds have the rest.</param>
    /// <param name="gamma">The exponent of what is still missing, at least 0.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(Tensor scores, Tensor states, double alpha = 0.25, double gamma = 2)
    {
        var counted = states.IsAtLeast(0).to(scores.dtype);
        var objects = states.IsEqualTo(1).to(scores.dtype);
        return (PerElement(scores, objects, alpha, gamma) * counted).sum() / objects.sum().AtLeast(1);
    }

    /// <summary>The loss of each place.</summary>
    /// <param name="scores">Probabilities of an object.</param>
    /// <param name="target">1 for objects, 0 for background.</param>
    /// <param name="alpha">The weight of objects.</param>
    /// <param name="gamma">The exponent of what is still missing.</param>
    internal static Tensor PerElement(Tensor scores, Tensor target, double alpha = 0.25, double gamma = 2)
    {
        // The probability given to what is true.
        var right = (target * scores).Plus(target.Complement() * scores.Complement())
            .Between(ClassLosses.SmallestProbability, 1 - ClassLosses.SmallestProbability);
        var weight = target.Times(alpha).Plus(target.Complement().Times(1 - alpha));
        return -weight * right.Complement().Power(gamma) * right.log();
    }
}
