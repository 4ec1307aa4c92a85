namespace CellSeg.Datasets.Layouts;

/// <summary>How a data set is written.</summary>
public sealed record DatasetExportOptions
{
    /// <summary>Whether files from before may be replaced. Default: they are not.</summary>
    public bool Overwrite { get; init; }
}
