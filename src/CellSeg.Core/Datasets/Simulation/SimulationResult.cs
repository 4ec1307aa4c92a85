namespace CellSeg.Datasets.Simulation;

/// <summary>What came of a simulation.</summary>
/// <param name="Dataset">The movies.</param>
public sealed record SimulationResult(CellDataset Dataset)
{
    /// <summary>What is not as it was asked for, such as cells for which there was no room.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
