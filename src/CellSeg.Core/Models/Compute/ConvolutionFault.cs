using static TorchSharp.torch;

namespace CellSeg.Models.Compute;

/// <summary>A convolution that this machine computes wrongly.</summary>
/// <param name="Shape">What is convolved.</param>
/// <param name="Type">The number type.</param>
/// <param name="Error">The largest error, divided by the largest right number; not a number where a result is none.</param>
internal readonly record struct ConvolutionFault(ConvolutionShape Shape, ScalarType Type, double Error)
{
    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{Shape} is off by {Error:G2} of the largest number");
}
