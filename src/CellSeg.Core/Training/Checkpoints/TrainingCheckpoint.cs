using CellSeg.Models.Serialization;

namespace CellSeg.Training.Checkpoints;

/// <summary>All that a training needs to go on as if it had never been interrupted.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Weights">The present weights and running statistics.</param>
/// <param name="First">The optimiser's mean of gradients, by the name of the weight.</param>
/// <param name="Second">The optimiser's mean of squared gradients.</param>
/// <param name="Average">The averaged weights and running statistics; empty when the training has none.</param>
/// <param name="Best">The weights of the best epoch; null when the present ones, or their average, are the best.</param>
internal sealed record TrainingCheckpoint(
    TrainingState State,
    IReadOnlyDictionary<string, SafetensorsTensor> Weights,
    IReadOnlyDictionary<string, SafetensorsTensor> First,
    IReadOnlyDictionary<string, SafetensorsTensor> Second,
    IReadOnlyDictionary<string, SafetensorsTensor> Average,
    IReadOnlyDictionary<string, SafetensorsTensor>? Best);
