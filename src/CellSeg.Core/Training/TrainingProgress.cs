using CellSeg.Training.History;

namespace CellSeg.Training;

/// <summary>What a training tells while it runs: one of the four cases below.</summary>
public abstract record TrainingProgress
{
    private TrainingProgress()
    {
    }

    /// <summary>A step has been done.</summary>
    /// <param name="Epoch">The epoch in progress, from 1.</param>
    /// <param name="EpochCount">Epochs in all.</param>
    /// <param name="Fraction">The share of the training that is done, 0 to 1.</param>
    /// <param name="Elapsed">Time since the start, that before a resumption included.</param>
    /// <param name="Remaining">Time left at the present speed; null before the first step.</param>
    /// <param name="Loss">Mean loss of the epoch so far.</param>
    /// <param name="ValidationF1">Cell-level F1 on the validation part after the last finished epoch; null before one, or without validation.</param>
    public sealed record StepEnd(
        int Epoch, int EpochCount, double Fraction, TimeSpan Elapsed, TimeSpan? Remaining, double Loss, double? ValidationF1) : TrainingProgress;

    /// <summary>An epoch has ended.</summary>
    /// <param name="Record">What it was like.</param>
    public sealed record EpochEnd(EpochRecord Record) : TrainingProgress;

    /// <summary>A frame cannot be used; the training goes on without it.</summary>
    /// <param name="Error">Which frame, and why.</param>
    public sealed record Problem(CellSegException Error) : TrainingProgress;

    /// <summary>Something was not meant to happen.</summary>
    /// <param name="Text">What it was, and what was done about it.</param>
    public sealed record Warning(string Text) : TrainingProgress;
}
