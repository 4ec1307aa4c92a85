using CellSeg.Models;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>
/// The loss of a deep watershed network: the mean squared error of each distance map (thesis section 2.3) and, where
/// the network has a foreground head, its weighted cross-entropy.
/// </summary>
internal static class TrainingLoss
{
    // Keeps the logarithm of a probability finite (docs/method.md, 4.6).
    private const double SmallestProbability = 1e-7;

    /// <param name="specification">Names the maps, in the order of <paramref name="outputs"/>.</param>
    /// <param name="outputs">One tensor [N, maps, H, W] a head.</param>
    /// <param name="batch">The targets.</param>
    /// <param name="options">Weights of the parts.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(ModelSpecification specification, Tensor[] outputs, TrainingBatch batch, TrainingOptions options)
    {
        var total = zeros(1);
        var maps = specification.GetMaps();
        for (int i = 0; i < maps.Count; i++)
        {
            var output = outputs[i];
            long[] shape = output.shape;
            var target = tensor(batch.Targets[maps[i]], [shape[0], 1, shape[2], shape[3]]);
            total += maps[i] == PredictedMap.Foreground
                ? options.ForegroundWeight * CrossEntropy(output, target)
                : nn.functional.mse_loss(output, target);
        }
        return total;
    }

    /// <summary>Two-class cross-entropy of probabilities [N, 2, H, W] against a target [N, 1, H, W] of 0 and 1.</summary>
    private static Tensor CrossEntropy(Tensor probabilities, Tensor target)
    {
        var logarithms = probabilities.clamp(min: SmallestProbability).log();
        return -(logarithms.narrow(1, 1, 1) * target + logarithms.narrow(1, 0, 1) * (1 - target)).mean();
    }
}
