using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.Training.History;

namespace CellSeg.Training;

/// <summary>A trained model with the data it was trained on and how the training went.</summary>
/// <param name="Model">The model that was given, now trained.</param>
/// <param name="Split">The data, whose test part has not been looked at.</param>
/// <param name="History">One record an epoch.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights the model has; the last one without a validation part.</param>
/// <param name="Duration">How long the training took, over all runs when it was resumed, without the import of the data set.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="CheckpointPath">The folder where the model was saved, if it was.</param>
public sealed record ModelTrainingResult(
    SegmentationModel Model,
    CellDatasetSplit Split,
    IReadOnlyList<EpochRecord> History,
    int BestEpoch,
    TimeSpan Duration,
    string Device,
    string? CheckpointPath);
