using CellSeg.Targets;

namespace CellSeg.Training.Data;

/// <summary>How batches are cut from frames; <see cref="TrainingOptions"/> has the ranges and defaults.</summary>
/// <param name="BatchSize">Crops a batch.</param>
/// <param name="CropSize">Height and width of the crops in pixels.</param>
/// <param name="Seed">Seed of the order, the crops and their variation.</param>
/// <param name="BalanceImages">Whether an epoch takes equally many crops from each image.</param>
/// <param name="CropsPerEpoch">Crops that an epoch takes; 0 is one of each clip.</param>
/// <param name="AreaExponent">The power of a clip's pixels in proportion to which an epoch takes crops of it.</param>
/// <param name="Augmentation">How crops are varied.</param>
/// <param name="Targets">How targets are made of labels.</param>
/// <param name="WarpTargets">Whether targets are made of whole frames and cut out of them.</param>
internal sealed record BatchOptions(
    int BatchSize, int CropSize, long Seed, bool BalanceImages, int CropsPerEpoch, double AreaExponent, AugmentationOptions Augmentation, TargetOptions Targets,
    bool WarpTargets)
{
    /// <summary>Crops that an epoch takes.</summary>
    /// <param name="clips">Clips that there are.</param>
    public int CountCrops(int clips) => CropsPerEpoch > 0 ? CropsPerEpoch : clips;

    /// <summary>Batches that take as many crops, or more where the last one is filled up.</summary>
    /// <param name="clips">Clips that there are.</param>
    public int CountBatches(int clips) => (CountCrops(clips) + BatchSize - 1) / BatchSize;
}
