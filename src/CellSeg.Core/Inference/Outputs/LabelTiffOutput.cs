using CellSeg.Imaging;
using CellSeg.Imaging.Naming;

namespace CellSeg.Inference.Outputs;

/// <summary>The label image of NAME as <c>NAME_labels.tif</c>.</summary>
internal sealed class LabelTiffOutput : SegmentationOutput
{
    /// <inheritdoc/>
    public override string Name => "LabelTiff";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.LabelSuffix + ".tif";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame) => ImageWriter.WriteLabels(path, frame.Labels);
}
