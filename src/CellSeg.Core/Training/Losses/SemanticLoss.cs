using CellSeg.Models.Torch;
using CellSeg.Schemas;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// The loss of a pixel-predicting network (thesis section 2.3; docs/method.md, 4.6): by default the mean squared error of
/// each distance map, the weighted cross-entropy of classes, and the plain one of foreground.
/// </summary>
internal static class SemanticLoss
{
    /// <param name="maps">What the outputs are, in their order.</param>
    /// <param name="outputs">One tensor [N, channels, H, W] a head.</param>
    /// <param name="batch">The targets.</param>
    /// <param name="options">The kinds of loss.</param>
    /// <param name="weights">The weights of the maps.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(IReadOnlyList<OutputMap> maps, Tensor[] outputs, TrainingBatch batch, LossOptions options, LossWeights weights)
        => stack([.. maps.Zip(outputs, (map, output) => OfMap(map, output, batch.Targets[map], options).Times(weights.Of(map.Name)))]).sum();

    private static Tensor OfMap(OutputMap map, Tensor output, float[] values, LossOptions options)
    {
        long[] shape = output.shape;
        var target = tensor(values, [shape[0], map.TargetChannels, shape[2], shape[3]], device: output.device);
        if (map.IsDistance)
            return OfDistances(output, target, options);
        return map.IsBinary
            ? OfClasses(options.Foreground, output, cat([target.Complement(), target], 1), options)
            : OfClasses(options.Classes, output, target, options);
    }

    private static Tensor OfDistances(Tensor output, Tensor target, LossOptions options) => options.Distances switch
    {
        DistanceLossKind.MeanSquared => nn.functional.mse_loss(output, target),
        DistanceLossKind.SmoothL1 => SmoothL1Loss.PerElement(output - target, options.SmoothL1Sigma).mean(),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    private static Tensor OfClasses(ClassLossKind kind, Tensor probabilities, Tensor target, LossOptions options) => kind switch
    {
        ClassLossKind.WeightedCrossEntropy => ClassLosses.WeightedCrossEntropy(probabilities, target),
        ClassLossKind.CrossEntropy => ClassLosses.CrossEntropy(probabilities, target),
        ClassLossKind.Focal => ClassLosses.WeightedCrossEntropy(probabilities, target, options.FocalGamma),
        ClassLossKind.Dice => ClassLosses.Dice(probabilities, target).mean().Plus(1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
