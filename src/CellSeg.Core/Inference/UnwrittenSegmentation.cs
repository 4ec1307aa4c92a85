using System.Diagnostics;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;
using CellSeg.Models.Compute;

namespace CellSeg.Inference;

/// <summary>An input that has gone through the network, and of which nothing is written yet.</summary>
/// <param name="Input">The input.</param>
/// <param name="Image">Its image as it is read, with the channels that were chosen.</param>
/// <param name="Truth">Its true cells, where they are known.</param>
/// <param name="FindCells">Makes its cells of what the network has said, or gives them where they are made already. Once only.</param>
/// <param name="Device">Where the network ran; for the next input it may be elsewhere.</param>
/// <param name="Clock">The time that it has taken.</param>
internal sealed record UnwrittenSegmentation(
    SegmentationInput Input, IImageRows Image, LabelImage? Truth, Func<FoundCells> FindCells, ComputeDevice Device, Stopwatch Clock);
