using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        nint length = Output.PixelLength, step = Stride * length;
        int kernel = Kernel, width = Output.Width;
        Vector512<float> least = Vector512.Create(_rectifier.Least), most = Vector512.Create(_rectifier.Most);
        for (int item = first; item < end; item++)
        {
            FindRows(FirstRow + item, rows);
            ref float target = ref Unsafe.Add(ref Output.Origin, Output.OffsetOf(FirstRow + item));
            for (nint x = 0; x < width; x++)
            {
                for (nint c = 0; c < length; c += Lanes)
                {
                    var sum = Vector512.LoadUnsafe(ref _bias.First, (nuint)c);
                    ref float weight = ref Unsafe.Add(ref _weights.First, c);
                    for (int y = 0; y < kernel; y++)
                    {
                        ref float source = ref Unsafe.Add(ref Input.Origin, rows[y] + (x * step) + c);
                        for (int tap = 0; tap < kernel; tap++)
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
}
