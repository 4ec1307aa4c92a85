using CellSeg.Datasets;
using CellSeg.Imaging;

namespace CellSeg.Inference.Outputs;

/// <summary>What the files of a segmentation are made of.</summary>
/// <param name="Movie">The movie, or single image.</param>
/// <param name="Frame">Its frame, from 0.</param>
/// <param name="Image">The image as it was read, with all channels that were chosen.</param>
/// <param name="Labels">The cells found, in an image of the same size.</param>
/// <param name="Truth">The true cells; null where they are not known.</param>
public sealed record SegmentedFrame(CellMovie Movie, int Frame, CellImage Image, LabelImage Labels, LabelImage? Truth = null)
{
    /// <summary>Micrometres a pixel; null where it is not known.</summary>
    public double? PixelSize { get; init; }
}
