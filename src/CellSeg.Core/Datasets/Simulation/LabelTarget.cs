namespace CellSeg.Datasets.Simulation;

/// <summary>What the labels of simulated images are. The nucleus and the whole of a cell have the same label.</summary>
public enum LabelTarget
{
    /// <summary>The nuclei.</summary>
    Nucleus,

    /// <summary>Whole cells, nuclei included.</summary>
    Cell,
}
