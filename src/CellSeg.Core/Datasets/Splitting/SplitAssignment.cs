namespace CellSeg.Datasets.Splitting;

/// <summary>A line of a saved split.</summary>
/// <param name="Name">The name of a movie, as the data set has it.</param>
/// <param name="Part">What it is for.</param>
public sealed record SplitAssignment(string Name, SplitPart Part);
