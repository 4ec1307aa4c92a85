using CellSeg.Models;
using CellSeg.Training.Data;
using CellSeg.Training.Optimization;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>One step: forward, loss, backward, new weights.</summary>
internal sealed class TrainingStep(SegmentationModel model, TrainingOptions options, AdamOptimizer optimizer, Device device)
{
    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">Its crops.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="CellSegException">The loss is not finite; the weights are as they were.</exception>
    public double Learn(TrainingBatch batch, double rate)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(batch);
        double value = loss.item<float>();
        if (!double.IsFinite(value))
            throw new CellSegException("Training", $"the loss became {value} in the batch of {string.Join(", ", batch.Names.Distinct())}", "Check these images, or lower the learning rate");
        loss.backward();
        optimizer.Step(rate);
        return value;
    }

    /// <summary>The loss of a batch, without learning from it.</summary>
    public double Measure(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return Loss(batch).item<float>();
    }

    private Tensor Loss(TrainingBatch batch)
    {
        int channels = model.Specification.InputChannels, size = options.CropSize;
        var input = tensor(batch.Images, [batch.Names.Length, channels, size, size], device: device);
        return TrainingLoss.Compute(model, model.Network.forward(input), batch, options);
    }
}
