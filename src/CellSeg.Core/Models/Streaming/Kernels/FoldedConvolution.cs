using CellSeg.Models.Compute;

namespace CellSeg.Models.Streaming.Kernels;

/// <summary>The numbers of a convolution, into which the batch norm behind it has been multiplied.</summary>
/// <param name="Shape">What is convolved.</param>
/// <param name="PadBefore">Zeros above and on the left of a map.</param>
/// <param name="PadAfter">Zeros below and on the right of a map of even height and width.</param>
/// <param name="Weight">[out, in / groups, k, k].</param>
/// <param name="Bias">[out].</param>
internal sealed record FoldedConvolution(ConvolutionShape Shape, int PadBefore, int PadAfter, float[] Weight, float[] Bias);
