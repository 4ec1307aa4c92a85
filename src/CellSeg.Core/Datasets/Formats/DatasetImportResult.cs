using CellSeg.Datasets.Layouts;

namespace CellSeg.Datasets.Formats;

/// <summary>What came of reading a data set: everything that could be read, and every problem by name.</summary>
/// <param name="Dataset">The movies that could be read.</param>
/// <param name="Problems">One for each movie, or list, that could not.</param>
public sealed record DatasetImportResult(CellDataset Dataset, IReadOnlyList<CellSegException> Problems)
{
    /// <summary>What is odd about movies that could be read, each with the name of its file.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The layout that was read.</summary>
    public DatasetFormat Format { get; init; }

    /// <summary>What was found and why it was taken for this layout, for people.</summary>
    public string Recognition { get; init; } = "";
}
