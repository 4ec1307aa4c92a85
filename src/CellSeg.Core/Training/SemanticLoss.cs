using CellSeg.Models;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>
/// The loss of a pixel-predicting network (thesis section 2.3; docs/method.md, 4.6): the mean squared error of each
/// distance map, the weighted cross-entropy of classes, and the plain one of foreground.
/// </summary>
internal static class SemanticLoss
{
    // Keeps the logarithm of a probability finite (docs/method.md, 4.6).
    private const double SmallestProbability = 1e-7;

    /// <param name="specification">Names the maps, in the order of <paramref name="outputs"/>.</param>
    /// <param name="outputs">One tensor [N, channels, H, W] a head.</param>
    /// <param name="batch">The targets.</param>
    /// <param name="options">Weights of the parts.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(ModelSpecification specification, Tensor[] outputs, TrainingBatch batch, TrainingOptions options)
    {
        var maps = specification.GetMaps();
        var parts = new Tensor[maps.Count];
        for (int i = 0; i < maps.Count; i++)
        {
            var output = outputs[i];
            long[] shape = output.shape;
            var target = tensor(batch.Targets[maps[i]], [shape[0], maps[i] == PredictedMap.Foreground ? 1 : shape[1], shape[2], shape[3]], device: output.device);
            parts[i] = maps[i] switch
            {
                PredictedMap.InnerDistance or PredictedMap.OuterDistance => nn.functional.mse_loss(output, target),
                PredictedMap.Foreground => options.ForegroundWeight * CrossEntropy(output, target),
                _ => WeightedCrossEntropy.Compute(output, target),
            };
        }
        return stack(parts).sum();
    }

    /// <summary>Two-class cross-entropy of probabilities [N, 2, H, W] against a target [N, 1, H, W] of 0 and 1.</summary>
    private static Tensor CrossEntropy(Tensor probabilities, Tensor target)
    {
        var logarithms = probabilities.clamp(min: SmallestProbability).log();
        return -(logarithms.narrow(1, 1, 1) * target + logarithms.narrow(1, 0, 1) * (1 - target)).mean();
    }
}
