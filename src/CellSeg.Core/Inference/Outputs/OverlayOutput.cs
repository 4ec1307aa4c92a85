using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Inference.Outputs;

/// <summary>The image with the outlines of the cells as <c>NAME_overlay.png</c>; true ones, where known, are white.</summary>
internal sealed class OverlayOutput : SegmentationOutput
{
    /// <inheritdoc/>
    public override string Name => "Overlay";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.OverlaySuffix + ".png";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        var image = frame.Image;
        ImageWriter.WriteRgb(path, image.Height, image.Width, OverlayRenderer.Render(image, frame.Labels, frame.Truth));
    }
}
