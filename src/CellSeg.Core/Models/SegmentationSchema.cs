namespace CellSeg.Models;

/// <summary>What a network predicts and how cells are made of it (thesis section 1.2).</summary>
public enum SegmentationSchema
{
    /// <summary>Deep watershed: distances to the cell's centre and edge, flooded from the centres.</summary>
    Watershed,
}
