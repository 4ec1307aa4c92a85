namespace CellSeg.Training.Data;

/// <summary>Where training crops come from.</summary>
public enum CropSampling
{
    /// <summary>
    /// One crop an epoch from a random place of every frame, or as many as <see cref="TrainingOptions.CropsPerEpoch"/>
    /// and <see cref="TrainingOptions.AreaExponent"/> say.
    /// </summary>
    RandomCrops,

    /// <summary>
    /// Every frame is cut into tiles of the size of a crop, row by row; those of the last row and column end at the
    /// border and so overlap their neighbours (docs/method.md, 5.1). An epoch takes each tile once, or equally many tiles
    /// of each image with <see cref="TrainingOptions.BalanceImages"/>, or as many as <see cref="TrainingOptions.CropsPerEpoch"/> says.
    /// </summary>
    Tiles,
}
