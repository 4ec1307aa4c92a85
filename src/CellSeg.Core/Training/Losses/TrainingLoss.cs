using CellSeg.Models;
using CellSeg.Models.Networks;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>What a network is trained to make small.</summary>
internal static class TrainingLoss
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="model">The model, whose kind of network decides the kind of loss.</param>
    /// <param name="outputs">What its network gives for the batch's images.</param>
    /// <param name="batch">The truth.</param>
    /// <param name="options">The kinds of loss and their numbers.</param>
    /// <param name="weights">The weights of the parts.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(SegmentationModel model, Tensor[] outputs, TrainingBatch batch, LossOptions options, LossWeights weights)
        => model.Network is RetinaMaskNetwork network
            ? RetinaMaskLoss.Compute(network, model.Specification, outputs, batch, options, weights)
            : SemanticLoss.Compute(model.Schema.Maps, outputs, batch, options, weights);
}
