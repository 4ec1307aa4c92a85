using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Models.Compute;

/// <summary>The one place where convolutions are computed.</summary>
internal static class SafeConvolution
{
    /// <summary>Convolves maps in the way that <see cref="ConvolutionPlan"/> has for them.</summary>
    /// <param name="input">[N, in, H, W].</param>
    /// <param name="weight">[out, in / groups, k, k] in float32 or wider; it is rounded to the type of the input first.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="shape">What is convolved.</param>
    /// <returns>[N, out, H', W'] in the type of the input.</returns>
    public static Tensor Compute(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        // A graphics card has libraries of its own, which have none of the flaws that plans are about.
        var plan = input.device_type == TorchSharp.DeviceType.CPU
            ? ConvolutionPlan.For(shape, input.dtype, is_grad_enabled())
            : new ConvolutionPlan(input.dtype, IsProduct: false);
        // Rounded to the wanted type also where another one is computed in, so that a type means the same on each processor.
        weight = weight.to(input.dtype).to(plan.Type);
        bias = bias?.to(input.dtype).to(plan.Type);
        var maps = input.to(plan.Type);
#pragma warning disable RS0030 // The one place that may.
        var output = plan.IsProduct
            ? Multiply(maps, weight, bias, shape.Stride)
            : nn.functional.conv2d(
                maps, ChannelsLast.Convert(weight), bias, [shape.Stride, shape.Stride], [shape.Padding, shape.Padding], null, shape.Groups);
#pragma warning restore RS0030
        return output.to(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution of 1x1 pixels as a product of [pixels, in] and [in, out].</summary>
    internal static Tensor Multiply(Tensor input, Tensor weight, Tensor? bias, int stride)
    {
        var pixels = input.permute(0, 2, 3, 1); // [N, H, W, in], which is how channels-last maps lie in memory
        if (stride > 1)
            pixels = pixels.slice(1, 0, pixels.shape[1], stride).slice(2, 0, pixels.shape[2], stride);
        var product = nn.functional.linear(pixels.reshape(-1, pixels.shape[3]), weight.flatten(1), bias); // [N · H · W, out]
        return product.view(pixels.shape[0], pixels.shape[1], pixels.shape[2], -1).permute(0, 3, 1, 2);
    }
}
