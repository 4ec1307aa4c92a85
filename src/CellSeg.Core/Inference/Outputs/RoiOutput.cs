using System.Globalization;
using System.IO.Compression;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Regions;

namespace CellSeg.Inference.Outputs;

/// <summary>
/// The cells as a set of regions for ImageJ's ROI manager, <c>NAME_rois.zip</c>: one region a cell, called by its id, with exactly
/// its pixels.
/// </summary>
internal sealed class RoiOutput : SegmentationOutput
{
    // The first moment that a ZIP file can tell: the same cells are the same bytes, whenever they are written.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override string Name => "Roi";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.RoisSuffix + ".zip";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var cell in frame.Cells.Read())
        {
            var entry = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{cell.Box.Label:D4}.roi"), CompressionLevel.Fastest);
            entry.LastWriteTime = Time;
            using var target = entry.Open();
            target.Write(ImageJRoi.Encode(cell.Box, OutlineTracer.Trace(cell)));
        }
    }
}
