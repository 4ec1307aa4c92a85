namespace CellSeg.Imaging.Morphology;

/// <summary>Which pixels count as neighbours of a pixel.</summary>
public enum PixelConnectivity
{
    /// <summary>The four that share an edge with it.</summary>
    Four = 4,

    /// <summary>The eight that share an edge or a corner with it.</summary>
    Eight = 8,
}
