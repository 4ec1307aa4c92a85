using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;

namespace CellSeg.Models.Streaming;

/// <summary>A convolution of each channel by itself.</summary>
internal sealed class RowDepthwise : WindowLayer
{
    private const int Lanes = 16, MostRows = 16;

    private readonly AlignedBuffer _weights, _bias;
    private readonly Rectifier _rectifier;

    /// <param name="input">What is convolved.</param>
    /// <param name="weights">By what; a group a channel.</param>
    /// <param name="rectifier">What happens to the sums.</param>
    public RowDepthwise(RowMap input, FoldedConvolution weights, Rectifier rectifier)
        : base(input, new RowMap(weights.Shape.Outputs), weights.Shape.Kernel, weights.Shape.Stride, weights.PadBefore, weights.PadAfter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Kernel, MostRows);
        _rectifier = rectifier;
        input.AddConsumer(this, weights.PadBefore, weights.PadAfter);
        int taps = Kernel * Kernel, length = Output.PixelLength;
        _weights = new AlignedBuffer(taps * length);
        _bias = new AlignedBuffer(length);
        weights.Bias.CopyTo(_bias.Span);
        for (int channel = 0; channel < weights.Shape.Outputs; channel++)
        {
            for (int tap = 0; tap < taps; tap++)
                _weights.Span[(tap * length) + channel] = weights.Weight[(channel * taps) + tap];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ComputeItems(int first, int end)
    {
        Span<nint> rows = stackalloc nint[MostRows];
        for (int item = first; item < end; item++)
        {
            FindRows(FirstRow + item, rows);
            ref float target = ref Unsafe.Add(ref Output.Origin, Output.OffsetOf(FirstRow + item));
            if (Kernel == 3)
                ComputeThree(rows, ref target);
            else
                ComputeAny(rows, ref target);
        }
    }

    /// <summary>A row by a kernel of 3x3, whose weights for some channels stay in registers for all pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeThree(ReadOnlySpan<nint> rows, ref float target)
    {
        nint length = Output.PixelLength, step = Stride * length, two = 2 * length, width = Output.Width;
        Vector512<float> least = Vector512.Create(_rectifier.Least), most = Vector512.Create(_rectifier.Most);
        for (nint c = 0; c < length; c += Lanes)
        {
            ref float weights = ref Unsafe.Add(ref _weights.First, c);
            var bias = Vector512.LoadUnsafe(ref _bias.First, (nuint)c);
            var w0 = Vector512.LoadUnsafe(ref weights);
            var w1 = Vector512.LoadUnsafe(ref weights, (nuint)length);
            var w2 = Vector512.LoadUnsafe(ref weights, (nuint)two);
            var w3 = Vector512.LoadUnsafe(ref weights, (nuint)(3 * length));
            var w4 = Vector512.LoadUnsafe(ref weights, (nuint)(4 * length));
            var w5 = Vector512.LoadUnsafe(ref weights, (nuint)(5 * length));
            var w6 = Vector512.LoadUnsafe(ref weights, (nuint)(6 * length));
            var w7 = Vector512.LoadUnsafe(ref weights, (nuint)(7 * length));
            var w8 = Vector512.LoadUnsafe(ref weights, (nuint)(8 * length));
            ref float top = ref Unsafe.Add(ref Input.Origin, rows[0] + c);
            ref float middle = ref Unsafe.Add(ref Input.Origin, rows[1] + c);
            ref float bottom = ref Unsafe.Add(ref Input.Origin, rows[2] + c);
            ref float pixel = ref Unsafe.Add(ref target, c);
            for (nint x = 0; x < width; x++)
            {
                var sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref top), w0, bias);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref top, (nuint)length), w1, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref top, (nuint)two), w2, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref middle), w3, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref middle, (nuint)length), w4, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref middle, (nuint)two), w5, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref bottom), w6, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref bottom, (nuint)length), w7, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref bottom, (nuint)two), w8, sum);
                Vector512.MinNative(Vector512.MaxNative(sum, least), most).StoreUnsafe(ref pixel);
                top = ref Unsafe.Add(ref top, step);
                middle = ref Unsafe.Add(ref middle, step);
                bottom = ref Unsafe.Add(ref bottom, step);
                pixel = ref Unsafe.Add(ref pixel, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeAny(ReadOnlySpan<nint> rows, ref float target)
    {
        nint length = Output.PixelLength, step = Stride * length;
        Vector512<float> least = Vector512.Create(_rectifier.Least), most = Vector512.Create(_rectifier.Most);
        for (nint x = 0; x < Output.Width; x++)
        {
            for (nint c = 0; c < length; c += Lanes)
            {
                var sum = Vector512.LoadUnsafe(ref _bias.First, (nuint)c);
                ref float weight = ref Unsafe.Add(ref _weights.First, c);
                for (int y = 0; y < Kernel; y++)
                {
                    ref float source = ref Unsafe.Add(ref Input.Origin, rows[y] + (x * step) + c);
                    for (int tap = 0; tap < Kernel; tap++)
                    {
                        sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref source), Vector512.LoadUnsafe(ref weight), sum);
                        source = ref Unsafe.Add(ref source, length);
                        weight = ref Unsafe.Add(ref weight, length);
                    }
                }
                Vector512.MinNative(Vector512.MaxNative(sum, least), most).StoreUnsafe(ref target, (nuint)((x * length) + c));
            }
        }
    }
}
