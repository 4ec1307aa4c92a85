using System.Runtime.InteropServices;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Torch;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using CellSeg.Training.Optimization;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>One step: forward, loss, backward, new weights and their average.</summary>
internal sealed class TrainingStep(SegmentationModel model, LossOptions losses, LossWeights weights, AdamOptimizer optimizer, WeightAverage average)
{
    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">Its crops.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="CellSegException">The loss is not finite or cannot be computed; the weights are as they were.</exception>
    public double Learn(TrainingBatch batch, double rate)
    {
        using var scope = NewDisposeScope();
        try
        {
            var loss = Loss(batch);
            double value = loss.item<float>();
            if (!double.IsFinite(value))
                throw Problem(batch, $"the loss became {value}");
            loss.backward();
            optimizer.Step(rate);
            average.Update(optimizer.Steps);
            return value;
        }
        catch (ExternalException e) when (!ComputeSupport.IsOutOfMemory(e))
        {
            // Some of libtorch's losses check their input, which must be finite, too.
            throw Problem(batch, $"libtorch failed ({e.Message.Split('\n')[0].Trim()})", e);
        }
    }

    /// <summary>The loss of a batch, without learning from it.</summary>
    public double Measure(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return Loss(batch).item<float>();
    }

    private static CellSegException Problem(TrainingBatch batch, string reason, Exception? inner = null)
        => new("Training", $"{reason} in the batch of {string.Join(", ", batch.Names.Distinct())}", "Check these images, or lower the learning rate", inner);

    private Tensor Loss(TrainingBatch batch)
    {
        int channels = model.Specification.InputChannels, size = batch.CropSize;
        var input = InputTensor.Create(batch.Images, [batch.Names.Length, channels, size, size], model.Network.Device);
        return TrainingLoss.Compute(model, model.Network.forward(input), batch, losses, weights);
    }
}
