namespace CellSeg.Studies.Comparison;

/// <summary>Two trainings that differ in the factor of interest alone.</summary>
/// <param name="First">The one that is claimed to be better.</param>
/// <param name="Second">The one that it is compared with.</param>
internal sealed record TrainingPair(ComparedTraining First, ComparedTraining Second);
