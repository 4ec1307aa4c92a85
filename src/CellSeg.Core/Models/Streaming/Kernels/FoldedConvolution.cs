using CellSeg.Models.Compute;

namespace CellSeg.Models.Streaming.Kernels;

/// <summary>The numbers of a convolution, into which the batch norm behind it has been multiplied.</summary>
/// <param name="shape">What is convolved.</param>
/// <param name="padBefore">Zeros above and on the left of a map.</param>
/// <param name="padAfter">Zeros below and on the right of a map of even height and width.</param>
/// <param name="weight">[out, in / groups, k, k].</param>
/// <param name="bias">[out].</param>
internal sealed class FoldedConvolution(ConvolutionShape shape, int padBefore, int padAfter, float[] weight, float[] bias)
{
    /// <summary>What is convolved.</summary>
    public ConvolutionShape Shape => shape;

    /// <summary>Zeros above and on the left of a map.</summary>
    public int PadBefore => padBefore;

    /// <summary>Zeros below and on the right of a map of even height and width.</summary>
    public int PadAfter => padAfter;

    /// <summary>The kernel, [out, in / groups, k, k].</summary>
    public float[] Weight => weight;

    /// <summary>What is added, [out].</summary>
    public float[] Bias => bias;

    /// <summary>The weights as the kernels take them; made when they are first asked for.</summary>
    public IReadOnlyList<ChannelGroup> Groups => field ?? Interlocked.CompareExchange(ref field, ChannelGroup.Divide(this), null) ?? field;

    /// <summary>The same kernel with another bias.</summary>
    public FoldedConvolution WithBias(float[] other) => new(shape, padBefore, padAfter, weight, other);

    /// <summary>Convolutions of parts of the channels, whose sum is this one without its bias.</summary>
    /// <param name="count">How many; so many parts of equal size the channels are.</param>
    public IReadOnlyList<FoldedConvolution> SplitInputs(int count)
    {
        var part = shape with { Inputs = shape.Inputs / count };
        int size = part.Inputs * part.Kernel * part.Kernel;
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            float[] own = new float[shape.Outputs * size];
            for (int output = 0; output < shape.Outputs; output++)
                weight.AsSpan(((output * count) + number) * size, size).CopyTo(own.AsSpan(output * size));
            return new FoldedConvolution(part, padBefore, padAfter, own, new float[bias.Length]);
        })];
    }
}
