namespace CellSeg.Inference;

/// <summary>A kind of file that a segmentation is written as.</summary>
public enum SegmentationOutput
{
    /// <summary>The label image of NAME as <c>NAME_labels.tif</c>.</summary>
    LabelTiff,

    /// <summary>The image with the cells' outlines as <c>NAME_overlay.png</c>.</summary>
    Overlay,
}
