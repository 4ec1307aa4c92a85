using CellSeg.Files.Locks;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;

namespace CellSeg.Studies.Running;

/// <summary>A training of a study and how far it is.</summary>
public sealed record StudyTraining
{
    /// <summary>Its name, which is that of its folder.</summary>
    public required string Id { get; init; }

    /// <summary>What is trained.</summary>
    public required StudySettings Settings { get; init; }

    /// <summary>The folder of its model, history and result.</summary>
    public required string Path { get; init; }

    /// <summary>How far it is.</summary>
    public required TrainingState State { get; init; }

    /// <summary>Who is at work on it; null where nobody is.</summary>
    public LockOwner? Owner { get; init; }

    /// <summary>What it came to; null before it is done.</summary>
    public StudyResult? Result { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public StudyFailure? Failure { get; init; }

    /// <summary>F1 on the test part, with all objects; null before it is done.</summary>
    public double? F1 => Result?.Records[0].F1;

    /// <summary>F1 after the removal of small objects; null before it is done.</summary>
    public double? F1WithoutSmall => Result?.Records[^1].F1;

    /// <summary>What it took; null before it is done.</summary>
    public TimeSpan? Duration => Result is null ? null : TimeSpan.FromSeconds(Result.Seconds);
}
