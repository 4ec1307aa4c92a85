using CellSeg.Datasets.Inspection.Findings;

namespace CellSeg.Datasets.Inspection;

/// <summary>What an inspection of a data set has found, and what it consists of.</summary>
public sealed record DatasetReport
{
    /// <summary>The name of the data set.</summary>
    public required string Name { get; init; }

    /// <summary>Movies of all parts.</summary>
    public required int MovieCount { get; init; }

    /// <summary>Frames of all movies, those that cannot be read included.</summary>
    public int FrameCount => Frames.Count;

    /// <summary>Cells of all frames that can be read.</summary>
    public int CellCount => Areas.Length;

    /// <summary>The share of cells that touch another one; NaN without cells.</summary>
    public required double TouchingShare { get; init; }

    /// <summary>How large the cells are.</summary>
    public CellSizes Sizes => CellSizes.Of(Areas);

    /// <summary>Whether nothing is an error.</summary>
    public bool IsUsable => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>What was found, the worst first, then in the order of the frames; one of them is the summary.</summary>
    public required IReadOnlyList<DatasetFinding> Findings { get; init; }

    /// <summary>A row for each frame, in the order of the data set.</summary>
    public required IReadOnlyList<FrameSummary> Frames { get; init; }

    /// <summary>The areas of all cells in pixels, in ascending order.</summary>
    internal int[] Areas { get; init; } = [];
}
