namespace CellSeg.Training.Optimization;

/// <summary>How the learning rate rises and falls; <see cref="TrainingOptions"/> has the ranges and defaults.</summary>
/// <param name="Schedule">How it falls.</param>
/// <param name="Peak">Its highest value.</param>
/// <param name="Decay">The factor an epoch of the exponential schedule.</param>
/// <param name="WarmUp">The share of the training over which it rises from 0.</param>
internal sealed record LearningRateOptions(RateSchedule Schedule, double Peak, double Decay, double WarmUp);
