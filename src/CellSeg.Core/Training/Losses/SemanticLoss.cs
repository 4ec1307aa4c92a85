using CellSeg.Models.Torch;
using CellSeg.Models.Specifications;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// The loss of a pixel-predicting network (thesis section 2.3; docs/method.md, 4.6): by default the mean squared error of
/// each distance map, the weighted cross-entropy of classes, and the plain one of foreground.
/// </summary>
internal static class SemanticLoss
{
    /// <param name="specification">Names the maps, in the order of <paramref name="outputs"/>.</param>
    /// <param name="outputs">One tensor [N, channels, H, W] a head.</param>
    /// <param name="batch">The targets.</param>
    /// <param name="options">The kinds of loss and the weights of the maps.</param>
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
                PredictedMap.InnerDistance => OfDistances(output, target, options.Losses).Times(options.LossWeights.InnerDistance),
                PredictedMap.OuterDistance => OfDistances(output, target, options.Losses).Times(options.LossWeights.OuterDistance),
                PredictedMap.Foreground => OfClasses(options.Losses.Foreground, output, cat([target.Complement(), target], 1), options.Losses).Times(options.LossWeights.Foreground),
                PredictedMap.PixelClasses => OfClasses(options.Losses.Classes, output, target, options.Losses).Times(options.LossWeights.PixelClasses),
                PredictedMap.DistanceBins => OfClasses(options.Losses.Classes, output, target, options.Losses).Times(options.LossWeights.DistanceBins),
                _ => throw new ArgumentOutOfRangeException(nameof(specification)),
            };
        }
        return stack(parts).sum();
    }

    private static Tensor OfDistances(Tensor output, Tensor target, LossOptions options) => options.Distances switch
    {
        DistanceLossKind.MeanSquared => nn.functional.mse_loss(output, target),
        DistanceLossKind.SmoothL1 => SmoothL1Loss.PerElement(output - target, options.SmoothL1Sigma).mean(),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    private static Tensor OfClasses(ClassLossKind kind, Tensor probabilities, Tensor target, LossOptions options) => kind switch
    {
        ClassLossKind.WeightedCrossEntropy => WeightedCrossEntropy.Compute(probabilities, target),
        ClassLossKind.CrossEntropy => CrossEntropy.Compute(probabilities, target),
        ClassLossKind.Focal => WeightedCrossEntropy.Compute(probabilities, target, options.FocalGamma),
        ClassLossKind.Dice => DiceLoss.PerClass(probabilities, target).mean().Plus(1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
