namespace CellSeg.Datasets.Layouts;

/// <summary>What came of writing a data set.</summary>
/// <param name="Written">How many movies are in the files now.</param>
public sealed record ExportOutcome(int Written)
{
    /// <summary>One for each movie that could not be written.</summary>
    public IReadOnlyList<CellSegException> Problems { get; init; } = [];

    /// <summary>What the layout cannot say and so was left out, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
