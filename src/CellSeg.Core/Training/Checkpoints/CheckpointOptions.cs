namespace CellSeg.Training.Checkpoints;

/// <summary>Where and when a training is saved; <see cref="TrainingOptions"/> has the ranges and defaults.</summary>
/// <param name="Path">The folder; null saves nothing.</param>
/// <param name="Interval">The least time between two checkpoints.</param>
/// <param name="Resume">Whether to go on from a checkpoint that is there.</param>
/// <param name="IsSpare">Whether the folder is for trainings that do not end well, and goes with one that does.</param>
internal sealed record CheckpointOptions(string? Path, TimeSpan Interval, bool Resume, bool IsSpare = false);
