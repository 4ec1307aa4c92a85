namespace CellSeg.Inference.Outputs;

/// <summary>The kinds of files that a segmentation can be written as.</summary>
public static class SegmentationOutputs
{
    /// <summary>The label image, <c>NAME_labels.tif</c>.</summary>
    public static SegmentationOutput LabelTiff { get; } = new LabelTiffOutput();

    /// <summary>The image with the outlines of the cells, <c>NAME_overlay.png</c>.</summary>
    public static SegmentationOutput Overlay { get; } = new OverlayOutput();

    /// <summary>The table of the cells, <c>NAME_cells.csv</c>.</summary>
    public static SegmentationOutput Csv { get; } = new CsvOutput();

    /// <summary>All of them; a new one needs its class and its place here.</summary>
    public static IReadOnlyList<SegmentationOutput> All { get; } = [LabelTiff, Overlay, Csv];
}
