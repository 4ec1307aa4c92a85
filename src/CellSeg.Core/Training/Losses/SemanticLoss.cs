using CellSeg.Models.Torch;
using CellSeg.Schemas;
using CellSeg.Targets;
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
    {
        var pixelWeights = options.TouchingWeight > 1 ? WeighPixels(batch, options, outputs[0].device) : null;
        return stack([.. maps.Zip(
            outputs, (map, output) => OfMap(map, output, batch.Targets[map], options, pixelWeights).Times(weights.Of(map.Name)))]).sum();
    }

    /// <summary>The weight of each pixel, [N, 1, H, W], with a mean of 1.</summary>
    private static Tensor WeighPixels(TrainingBatch batch, LossOptions options, Device device)
    {
        int size = batch.CropSize, area = size * size;
        var values = new float[batch.Labels.Length];
        for (int start = 0; start < values.Length; start += area)
        {
            TouchingPixels.Fill(
                batch.Labels.AsSpan(start, area), size, size, options.TouchingRadius, (float)options.TouchingWeight, 1, values.AsSpan(start, area));
        }
        var raw = tensor(values, [values.Length / area, 1, size, size], device: device);
        return raw / raw.mean();
    }

    private static Tensor OfMap(OutputMap map, Tensor output, float[] values, LossOptions options, Tensor? pixelWeights)
    {
        long[] shape = output.shape;
        var target = tensor(values, [shape[0], map.TargetChannels, shape[2], shape[3]], device: output.device);
        if (map.IsDistance)
            return OfDistances(output, target, options, pixelWeights);
        return map.IsBinary
            ? OfClasses(options.Foreground, output, cat([target.Complement(), target], 1), options, pixelWeights)
            : OfClasses(options.Classes, output, target, options, pixelWeights);
    }

    private static Tensor OfDistances(Tensor output, Tensor target, LossOptions options, Tensor? pixelWeights) => options.Distances switch
    {
        DistanceLossKind.MeanSquared when pixelWeights is null => nn.functional.mse_loss(output, target),
        DistanceLossKind.MeanSquared => Mean((output - target).Power(2), pixelWeights),
        DistanceLossKind.SmoothL1 => Mean(SmoothL1Loss.PerElement(output - target, options.SmoothL1Sigma), pixelWeights),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    private static Tensor OfClasses(ClassLossKind kind, Tensor probabilities, Tensor target, LossOptions options, Tensor? pixelWeights) => kind switch
    {
        ClassLossKind.WeightedCrossEntropy => Mean(ClassLosses.WeightedCrossEntropyPerPixel(probabilities, target), pixelWeights),
        ClassLossKind.CrossEntropy when pixelWeights is null => ClassLosses.CrossEntropy(probabilities, target),
        ClassLossKind.CrossEntropy => Mean(ClassLosses.CrossEntropyPerPixel(probabilities, target), pixelWeights),
        ClassLossKind.Focal => Mean(ClassLosses.WeightedCrossEntropyPerPixel(probabilities, target, options.FocalGamma), pixelWeights),
        ClassLossKind.Dice => ClassLosses.Dice(probabilities, target).mean().Plus(1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Tensor Mean(Tensor perPixel, Tensor? pixelWeights) => (pixelWeights is null ? perPixel : perPixel * pixelWeights).mean();
}
