using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// Squares of small differences and absolute values of large ones, for the corners of boxes (Girshick 2015;
/// docs/method.md, 3.5).
/// </summary>
internal static class SmoothL1Loss
{
    /// <summary>The sum over the numbers of the positive rows, divided by the number of those rows (by 1 where there is none).</summary>
    /// <param name="prediction">[..., K].</param>
    /// <param name="target">The same shape.</param>
    /// <param name="states">[...]: rows of state 1 count, others do not.</param>
    /// <param name="sigma">Below 1 / sigma² differences are squared; above 0.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(Tensor prediction, Tensor target, Tensor states, double sigma = 3)
    {
        var positive = states.IsEqualTo(1).to(prediction.dtype);
        return (PerElement(prediction - target, sigma) * positive.unsqueeze(-1)).sum() / positive.sum().AtLeast(1);
    }

    /// <summary>sigma² d² / 2 where |d| &lt; 1 / sigma², else |d| - 1 / (2 sigma²).</summary>
    internal static Tensor PerElement(Tensor difference, double sigma = 3)
    {
        double square = sigma * sigma;
        var size = difference.abs();
        return where(size.IsLessThan(1 / square), size.Times(0.5 * square) * size, size.Minus(0.5 / square));
    }
}
