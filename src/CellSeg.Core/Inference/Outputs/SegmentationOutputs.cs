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

    /// <summary>The cells as regions for ImageJ, <c>NAME_rois.zip</c>.</summary>
    public static SegmentationOutput Roi { get; } = new RoiOutput();

    /// <summary>The cells as detections for QuPath, <c>NAME_cells.geojson</c>.</summary>
    public static SegmentationOutput GeoJson { get; } = new GeoJsonOutput();

    /// <summary>The outlines of the cells as text, <c>NAME_outlines.txt</c>.</summary>
    public static SegmentationOutput Outlines { get; } = new OutlinesOutput();

    /// <summary>All of them; a new one needs its class and its place here.</summary>
    public static IReadOnlyList<SegmentationOutput> All { get; } = [LabelTiff, Overlay, Csv, Roi, GeoJson, Outlines];
}
