using CellSeg.Training.History;
namespace CellSeg.Training;

/// <summary>What a training tells while it runs. Exactly one of its parts is set, or none but the step.</summary>
public sealed record TrainingProgress
{
    /// <summary>The epoch in progress, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs in all.</summary>
    public required int EpochCount { get; init; }

    /// <summary>The share of the training that is done, 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>Time since the start, that before a resumption included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>Cell-level F1 on the validation part after the last finished epoch; null before one, or without validation.</summary>
    public double? ValidationF1 { get; init; }

    /// <summary>Time left at the present speed; null before the first step.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The record of an epoch that has just ended.</summary>
    public EpochRecord? FinishedEpoch { get; init; }

    /// <summary>A frame that cannot be used; the training goes on without it.</summary>
    public CellSegException? Problem { get; init; }

    /// <summary>Something that was not meant to happen, and what was done about it.</summary>
    public string? Warning { get; init; }
}
