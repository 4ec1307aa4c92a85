namespace CellSeg.Datasets.Repair;

/// <summary>A data set whose movies were repaired.</summary>
/// <param name="Dataset">The movies that could be, in their order.</param>
/// <param name="Movies">What was done with each of them.</param>
/// <param name="Problems">What is wrong with the others, one by one.</param>
public sealed record DatasetRepairResult(CellDataset Dataset, IReadOnlyList<MovieRepairResult> Movies, IReadOnlyList<CellSegException> Problems);
