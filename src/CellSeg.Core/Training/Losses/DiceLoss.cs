using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// The overlap of two maps, which does not care how much background there is (Milletari et al. 2016; docs/method.md,
/// 4.6).
/// </summary>
internal static class DiceLoss
{
    /// <summary>-(2 sum(t p) + 1) / (sum(t) + sum(p) + 1): -1 for maps that agree.</summary>
    /// <param name="prediction">Probabilities, any shape.</param>
    /// <param name="target">The same shape, 0 to 1.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(Tensor prediction, Tensor target)
        => -(target * prediction).sum().Times(2).Plus(1) / target.sum().Plus(prediction.sum()).Plus(1);

    /// <summary>The same for each class by itself, [C].</summary>
    /// <param name="prediction">Probabilities, [N, C, ...].</param>
    /// <param name="target">The same shape, 0 to 1.</param>
    public static Tensor PerClass(Tensor prediction, Tensor target)
    {
        long[] others = ClassAxis.Others(target);
        return -(target * prediction).sum(others).Times(2).Plus(1) / target.sum(others).Plus(prediction.sum(others)).Plus(1);
    }
}
