using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CellSeg.Models.Streaming.Kernels;

/// <summary>Some channels of a convolution's output that are computed together, with their weights in the order in which they are used.</summary>
internal sealed class ChannelGroup
{
    private const int Lanes = 16;

    private readonly AlignedBuffer _weights, _bias;

    /// <param name="convolution">The whole convolution.</param>
    /// <param name="first">The first channel of the group.</param>
    /// <param name="width">Its channels, of which those beyond the convolution's have weights of 0.</param>
    public ChannelGroup(FoldedConvolution convolution, int first, int width)
    {
        var shape = convolution.Shape;
        (First, Width) = (first, width);
        int taps = shape.Kernel * shape.Kernel;
        _weights = new AlignedBuffer((long)taps * shape.Inputs * width);
        _bias = new AlignedBuffer(width);
        for (int i = 0; i < width && first + i < shape.Outputs; i++)
        {
            _bias.Span[i] = convolution.Bias[first + i];
            for (int channel = 0; channel < shape.Inputs; channel++)
            {
                int kernel = (((first + i) * shape.Inputs) + channel) * taps;
                for (int tap = 0; tap < taps; tap++)
                    _weights.Span[(((tap * shape.Inputs) + channel) * width) + i] = convolution.Weight[kernel + tap];
            }
        }
    }

    /// <summary>The first channel.</summary>
    public int First { get; }

    /// <summary>Channels.</summary>
    public int Width { get; }

    /// <summary>Pixels that are computed at once.</summary>
    public int Pixels => !Vector512.IsHardwareAccelerated ? 6 : Width == 3 * Lanes ? 8 : 12;

    /// <summary>The weights.</summary>
    public ref float Weights => ref _weights.First;

    /// <summary>The bias.</summary>
    public ref float Bias => ref _bias.First;

    /// <summary>Divides the outputs of a convolution.</summary>
    public static IReadOnlyList<ChannelGroup> Divide(FoldedConvolution convolution)
    {
        var groups = new List<ChannelGroup>();
        int channels = (convolution.Shape.Outputs + Lanes - 1) / Lanes * Lanes;
        for (int first = 0; first < channels; first += groups[^1].Width)
            groups.Add(new ChannelGroup(convolution, first, ChooseWidth(channels - first)));
        return groups;
    }

    /// <summary>How many channels to take together of those that are left, a multiple of 16.</summary>
    private static int ChooseWidth(int left) => !Vector512.IsHardwareAccelerated ? Lanes : left switch
    {
        Lanes or (2 * Lanes) => left,
        // Two groups of two vectors, and not one of three and one of a single vector, which is slower.
        4 * Lanes => 2 * Lanes,
        _ => 3 * Lanes,
    };

    /// <summary>Computes pixels.</summary>
    /// <param name="block">Where they are; changed.</param>
    /// <param name="pixels">How many there are: <see cref="Pixels"/>, or fewer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(ref PixelBlock block, int pixels)
    {
        if (pixels < Pixels)
            ComputeEach(ref block, pixels);
        else if (!Vector512.IsHardwareAccelerated)
            NarrowKernels.Compute6x16(in block);
        else if (Width == 3 * Lanes)
            WideKernels.Compute8x48(in block);
        else if (Width == 2 * Lanes)
            WideKernels.Compute12x32(in block);
        else
            WideKernels.Compute12x16(in block);
    }

    /// <summary>One pixel after the other, where a map is narrower than a block.</summary>
    private void ComputeEach(ref PixelBlock block, int pixels)
    {
        for (int i = 0; i < pixels; i++)
        {
            if (!Vector512.IsHardwareAccelerated)
                NarrowKernels.Compute1x16(in block);
            else if (Width == 3 * Lanes)
                WideKernels.Compute1x48(in block);
            else if (Width == 2 * Lanes)
                WideKernels.Compute1x32(in block);
            else
                WideKernels.Compute1x16(in block);
            block.Source = ref Unsafe.Add(ref block.Source, block.PixelStep);
            block.Target = ref Unsafe.Add(ref block.Target, block.TargetStep);
            if (block.HasAddend)
                block.Addend = ref Unsafe.Add(ref block.Addend, block.TargetStep);
        }
    }
}
