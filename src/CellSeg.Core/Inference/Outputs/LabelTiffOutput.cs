using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Tiff.Writing;

namespace CellSeg.Inference.Outputs;

/// <summary>The label image of NAME as <c>NAME_labels.tif</c>, which tells the size of a pixel.</summary>
internal sealed class LabelTiffOutput : SegmentationOutput
{
    /// <inheritdoc/>
    public override string Name => "LabelTiff";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.LabelSuffix + ".tif";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame) => LabelTiffWriter.Write(path, frame.Labels, frame.PixelSize);
}
