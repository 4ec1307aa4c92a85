using CellSeg.Studies.Claims;

namespace CellSeg.Studies.Reports.Writing;

/// <summary>The files of a report, and what it says of the claims.</summary>
public sealed record StudyReportFiles
{
    /// <summary>The page.</summary>
    public required string Path { get; init; }

    /// <summary>The table of claims.</summary>
    public required string ClaimPath { get; init; }

    /// <summary>The tables.</summary>
    public required IReadOnlyList<string> TablePaths { get; init; }

    /// <summary>The figures, each as PNG and SVG.</summary>
    public required IReadOnlyList<string> FigurePaths { get; init; }

    /// <summary>How many trainings the study has.</summary>
    public required int TrainingCount { get; init; }

    /// <summary>What the study says of each claim.</summary>
    public required IReadOnlyList<ClaimResult> Claims { get; init; }
}
