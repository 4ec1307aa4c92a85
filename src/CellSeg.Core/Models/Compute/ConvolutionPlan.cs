using static TorchSharp.torch;

namespace CellSeg.Models.Compute;

/// <summary>
/// How a convolution is computed so that its numbers are right. libtorch 2.10 (oneDNN 3.7) has convolutions that are
/// wrong, or end the process, on some processors (docs/results/processors.md); none of them is computed that way here.
/// </summary>
/// <param name="Type">The number type that is multiplied in.</param>
/// <param name="IsProduct">Whether it is one product of matrices, [pixels, in] by [in, out], instead of a convolution.</param>
internal readonly record struct ConvolutionPlan(ScalarType Type, bool IsProduct)
{
    // From here on a product costs a float32 convolution of 1x1 little or nothing.
    private const int ManyChannels = 1024;

    /// <summary>The plan for a convolution on this machine's processor.</summary>
    /// <param name="shape">What is convolved.</param>
    /// <param name="type">The type of what goes in, in which the result comes out.</param>
    /// <param name="hasGradients">Whether gradients will be asked for.</param>
    public static ConvolutionPlan For(ConvolutionShape shape, ScalarType type, bool hasGradients)
        => For(shape, type, hasGradients, Processor.MultipliesBFloat16, Processor.HidesCaches);

    /// <summary>The plan for a convolution on a given processor.</summary>
    /// <param name="shape">What is convolved.</param>
    /// <param name="type">The type of what goes in, in which the result comes out.</param>
    /// <param name="hasGradients">Whether gradients will be asked for.</param>
    /// <param name="multipliesBFloat16">Whether the processor multiplies bfloat16 in hardware.</param>
    /// <param name="hidesCaches">Whether the processor does not tell the sizes of its caches.</param>
    public static ConvolutionPlan For(ConvolutionShape shape, ScalarType type, bool hasGradients, bool multipliesBFloat16, bool hidesCaches)
    {
        if (type == ScalarType.BFloat16 && (!multipliesBFloat16 || IsWrongInBFloat16(shape, hasGradients)))
            type = ScalarType.Float32;
        bool isProduct = shape.IsPointwise && type switch
        {
            ScalarType.BFloat16 => true,
            ScalarType.Float32 => hidesCaches || Math.Max(shape.Inputs, shape.Outputs) >= ManyChannels,
            _ => false,
        };
        return new ConvolutionPlan(type, isProduct);
    }

    /// <summary>
    /// With AVX-512 and without AMX, a bfloat16 gradient that sums over an odd number of output channels is garbage.
    /// The gradient of a strided convolution of each channel by itself has no bfloat16 kernel at all; what libtorch
    /// does instead takes four to ten times as long as float32. Products have neither flaw.
    /// </summary>
    private static bool IsWrongInBFloat16(ConvolutionShape shape, bool hasGradients)
        => hasGradients && !shape.IsPointwise && (shape.Outputs % 2 == 1 || (shape.Stride > 1 && shape.Groups > 1));
}
