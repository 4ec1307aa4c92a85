using CellSeg.Imaging;

namespace CellSeg.Inference.Outputs;

/// <summary>What the files of a segmentation are made of.</summary>
/// <param name="Image">The image as it was read, with all channels that were chosen.</param>
/// <param name="Labels">The cells found, in an image of the same size.</param>
/// <param name="Truth">The true cells; null where they are not known.</param>
public sealed record SegmentedFrame(CellImage Image, LabelImage Labels, LabelImage? Truth = null);
