namespace CellSeg.Datasets.Formats;

/// <summary>What came of reading a data set: everything that could be read, and every problem by name.</summary>
/// <param name="Dataset">The movies that could be read.</param>
/// <param name="Problems">One for each movie, or list, that could not.</param>
public sealed record DatasetImportResult(CellDataset Dataset, IReadOnlyList<CellSegException> Problems)
{
    /// <summary>What is odd about movies that could be read, each with the name of its file.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
