using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;

namespace CellSeg.Studies.Comparison;

/// <summary>One training of a study with its rows of the study's table.</summary>
/// <param name="Settings">What tells it from the others.</param>
/// <param name="Before">How its model did before the removal of small objects; null where the table does not say.</param>
/// <param name="After">How it did after the removal; null where the table does not say.</param>
public sealed record ComparedTraining(StudySettings Settings, StudyRecord? Before, StudyRecord? After)
{
    /// <summary>Either row, for what is the same in both.</summary>
    internal StudyRecord Any => (Before ?? After)!;

    /// <summary>The row of one side of the removal.</summary>
    /// <param name="isAfter">Whether small objects have been removed.</param>
    internal StudyRecord? Find(bool isAfter) => isAfter ? After : Before;
}
