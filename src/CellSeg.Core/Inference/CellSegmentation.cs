using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;
using CellSeg.Imaging.Rows;
using CellSeg.Inference.Outputs;

namespace CellSeg.Inference;

/// <summary>The cells found in one frame, and where they were written.</summary>
/// <remarks>Pixels are read by methods, so that a record of it in JSON or CLIXML, or from a job, is small.</remarks>
public sealed record CellSegmentation
{
    private readonly ILabelRows _rows;

    private LabelImage? _labels;

    /// <summary>Makes a segmentation of its cells.</summary>
    /// <param name="rows">The cells, numbered 1, 2, …</param>
    internal CellSegmentation(ILabelRows rows) => (_rows, _labels) = (rows, rows as LabelImage);

    /// <summary>The image's name without folder and extension.</summary>
    public required string Name { get; init; }

    /// <summary>The image file, or the movie that the frame belongs to.</summary>
    public required string Path { get; init; }

    /// <summary>The frame, from 0.</summary>
    public int Frame { get; init; }

    /// <summary>Micrometres a pixel; null where it is not known.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Cells found.</summary>
    public required int CellCount { get; init; }

    /// <summary>Rows of the image.</summary>
    public int Height => _rows.Height;

    /// <summary>Columns of the image.</summary>
    public int Width => _rows.Width;

    /// <summary>Whether the true cells are known.</summary>
    public bool HasTruth => Truth is not null;

    /// <summary>The model that found them; the names of several that were averaged are joined by " + ".</summary>
    public required string ModelName { get; init; }

    /// <summary>Where the network ran.</summary>
    public required string Device { get; init; }

    /// <summary>Pixels that the network saw for each pixel of the image, along each side; 1 where it saw the image as it is.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The time from the image in memory to the labels.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What is odd about the image; empty when nothing is.</summary>
    public IReadOnlyList<ImageWarning> Warnings { get; init; } = [];

    /// <summary>The files that were written, by the name of the <see cref="SegmentationOutput"/>; empty when none was.</summary>
    public IReadOnlyDictionary<string, string> OutputPaths { get; init; } = new Dictionary<string, string>();

    /// <summary>The label image's file, if one was written.</summary>
    public string? OutputPath => OutputPaths.GetValueOrDefault(SegmentationOutputs.LabelTiff.Name);

    /// <summary>The overlay's file, if one was written.</summary>
    public string? OverlayPath => OutputPaths.GetValueOrDefault(SegmentationOutputs.Overlay.Name);

    /// <summary>The file of the table of cells, if one was written.</summary>
    public string? CsvPath => OutputPaths.GetValueOrDefault(SegmentationOutputs.Csv.Name);

    /// <summary>The file of regions for ImageJ, if one was written.</summary>
    public string? RoiPath => OutputPaths.GetValueOrDefault(SegmentationOutputs.Roi.Name);

    /// <summary>The file of detections for QuPath, if one was written.</summary>
    public string? GeoJsonPath => OutputPaths.GetValueOrDefault(SegmentationOutputs.GeoJson.Name);

    /// <summary>The file of outlines as text, if one was written.</summary>
    public string? OutlinesPath => OutputPaths.GetValueOrDefault(SegmentationOutputs.Outlines.Name);

    /// <summary>The true cells, where they are known.</summary>
    internal LabelImage? Truth { get; init; }

    /// <summary>The movie as it was segmented; null for the file of <see cref="Path"/>.</summary>
    internal CellMovie? Movie { get; init; }

    /// <summary>Reads the cells as one label image, numbered 1, 2, …; it is made when it is first asked for.</summary>
    /// <exception cref="CellSegException">It has more pixels than fit one array.</exception>
    public LabelImage ReadLabels() => _labels ??= LabelImage.FromRows(_rows, Path);

    /// <summary>The cells to be read a band of rows at a time, as they are kept in little memory.</summary>
    public ILabelRows OpenLabelRows() => _rows;

    /// <summary>Reads the true cells; null where they are not known.</summary>
    public LabelImage? ReadTruth() => Truth;

    /// <summary>The movie that the frame belongs to, with the channels that were chosen.</summary>
    /// <exception cref="CellSegException">Its file can no longer be read.</exception>
    public CellMovie OpenMovie() => Movie ?? CellMovie.Open(Path);

    /// <summary>Reads the image that was segmented, with the channels that were chosen and as it is in the file.</summary>
    /// <exception cref="CellSegException">It can no longer be read.</exception>
    public CellImage ReadImage() => OpenMovie().ReadImage(Frame);
}
