namespace CellSeg.Decoding;

/// <summary>What a network predicts and how cells are made of it (thesis section 1.2).</summary>
public enum SegmentationSchema
{
    /// <summary>Deep watershed: distances to the cell's centre and edge, flooded from the centres.</summary>
    Watershed,

    /// <summary>Classes of pixels: edge, interior, background; connected interiors are cells.</summary>
    Pixelwise,

    /// <summary>The distance to the edge in steps, each a class; flooded from the deepest.</summary>
    DiscretisedWatershed,

    /// <summary>Boxes around cells, and a mask in each box.</summary>
    RetinaMask,
}
