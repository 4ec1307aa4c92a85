using CellSeg.Imaging.Rows;

namespace CellSeg.Inference;

/// <summary>Cells that were found and are still to be written.</summary>
/// <param name="Input">What they were found in.</param>
/// <param name="Image">Its image as it is read, with the channels that were chosen.</param>
/// <param name="Cells">What was found.</param>
internal sealed record UnwrittenSegmentation(SegmentationInput Input, IImageRows Image, CellSegmentation Cells);
