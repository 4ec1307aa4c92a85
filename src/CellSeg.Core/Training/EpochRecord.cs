using CsvHelper;

namespace CellSeg.Training;

/// <summary>One line of a training's history.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Steps">Steps of this epoch.</param>
/// <param name="Loss">Mean training loss of the epoch.</param>
/// <param name="LearningRate">At its end.</param>
/// <param name="Seconds">How long it took.</param>
[CsvRecord]
public sealed partial record EpochRecord(int Epoch, int Steps, double Loss, double LearningRate, double Seconds);
