using CellSeg.Imaging.Drawing;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Writing;

namespace CellSeg.Inference.Outputs;

/// <summary>
/// The image with the outlines of the cells as <c>NAME_overlay.png</c>; true ones, where known, are white. How bright it is drawn is
/// decided by its pixels, above 16 million of which by a regular part of them (<see cref="OverlayRenderer.Render"/>).
/// </summary>
internal sealed class OverlayOutput : SegmentationOutput
{
    /// <inheritdoc/>
    public override string Name => "Overlay";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.OverlaySuffix + ".png";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        using var png = new PngRowWriter(path, frame.Image.Height, frame.Image.Width);
        foreach (var band in OverlayRenderer.RenderBands(frame.Image, frame.Labels, frame.Truth))
            png.Write(band.Pixels);
    }
}
