using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CellSeg.Models.Streaming.Kernels;

/// <summary>
/// Sums of products by vectors of 256 bits, of which the processor has 16: enough for 12 sums.
/// Each number is the bias, then all products added one after the other, row by row, column by column and channel by channel,
/// each by one fused multiply-add: it is the same however a map is cut into blocks.
/// </summary>
/// <remarks>The sums are variables and not an array, since only variables stay in registers.</remarks>
internal static class NarrowKernels
{
    private const int Lanes = 8;

    /// <summary>6 pixels, 16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute6x16(in PixelBlock block)
    {
        var bias0 = Vector256.LoadUnsafe(ref block.Bias);
        var bias1 = Vector256.LoadUnsafe(ref block.Bias, Lanes);
        Vector256<float> s0a = bias0, s0b = bias1, s1a = bias0, s1b = bias1, s2a = bias0, s2b = bias1, s3a = bias0, s3b = bias1;
        Vector256<float> s4a = bias0, s4b = bias1, s5a = bias0, s5b = bias1;
        int kernel = block.Kernel;
        nint channels = block.Channels, tapStep = block.TapStep, one = block.PixelStep, two = 2 * one, three = 3 * one;
        ref float weight = ref block.Weights;
        for (int y = 0; y < kernel; y++)
        {
            ref float at0 = ref Unsafe.Add(ref block.Source, block.Rows[y]);
            for (int x = 0; x < kernel; x++)
            {
                ref float at4 = ref Unsafe.Add(ref at0, 4 * one);
                for (nint c = 0; c < channels; c++)
                {
                    var w0 = Vector256.LoadUnsafe(ref weight);
                    var w1 = Vector256.LoadUnsafe(ref weight, Lanes);
                    weight = ref Unsafe.Add(ref weight, 2 * Lanes);
                    var value = Vector256.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector256.FusedMultiplyAdd(value, w0, s0a);
                    s0b = Vector256.FusedMultiplyAdd(value, w1, s0b);
                    value = Vector256.Create(Unsafe.Add(ref at0, c + one));
                    s1a = Vector256.FusedMultiplyAdd(value, w0, s1a);
                    s1b = Vector256.FusedMultiplyAdd(value, w1, s1b);
                    value = Vector256.Create(Unsafe.Add(ref at0, c + two));
                    s2a = Vector256.FusedMultiplyAdd(value, w0, s2a);
                    s2b = Vector256.FusedMultiplyAdd(value, w1, s2b);
                    value = Vector256.Create(Unsafe.Add(ref at0, c + three));
                    s3a = Vector256.FusedMultiplyAdd(value, w0, s3a);
                    s3b = Vector256.FusedMultiplyAdd(value, w1, s3b);
                    value = Vector256.Create(Unsafe.Add(ref at4, c));
                    s4a = Vector256.FusedMultiplyAdd(value, w0, s4a);
                    s4b = Vector256.FusedMultiplyAdd(value, w1, s4b);
                    value = Vector256.Create(Unsafe.Add(ref at4, c + one));
                    s5a = Vector256.FusedMultiplyAdd(value, w0, s5a);
                    s5b = Vector256.FusedMultiplyAdd(value, w1, s5b);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        nint step = block.TargetStep;
        Store(in block, 0, s0a, s0b);
        Store(in block, step, s1a, s1b);
        Store(in block, 2 * step, s2a, s2b);
        Store(in block, 3 * step, s3a, s3b);
        Store(in block, 4 * step, s4a, s4b);
        Store(in block, 5 * step, s5a, s5b);
    }

    /// <summary>One pixel, 16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute1x16(in PixelBlock block)
    {
        var bias0 = Vector256.LoadUnsafe(ref block.Bias);
        var bias1 = Vector256.LoadUnsafe(ref block.Bias, Lanes);
        Vector256<float> s0a = bias0, s0b = bias1;
        int kernel = block.Kernel;
        nint channels = block.Channels, tapStep = block.TapStep;
        ref float weight = ref block.Weights;
        for (int y = 0; y < kernel; y++)
        {
            ref float at0 = ref Unsafe.Add(ref block.Source, block.Rows[y]);
            for (int x = 0; x < kernel; x++)
            {
                for (nint c = 0; c < channels; c++)
                {
                    var w0 = Vector256.LoadUnsafe(ref weight);
                    var w1 = Vector256.LoadUnsafe(ref weight, Lanes);
                    weight = ref Unsafe.Add(ref weight, 2 * Lanes);
                    var value = Vector256.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector256.FusedMultiplyAdd(value, w0, s0a);
                    s0b = Vector256.FusedMultiplyAdd(value, w1, s0b);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        Store(in block, 0, s0a, s0b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in PixelBlock block, nint offset, Vector256<float> a, Vector256<float> b)
    {
        Store(in block, offset, a);
        Store(in block, offset + Lanes, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in PixelBlock block, nint offset, Vector256<float> sum)
    {
        if (block.HasAddend)
            sum += Vector256.LoadUnsafe(ref block.Addend, (nuint)offset);
        sum = Vector256.MaxNative(sum, Vector256.Create(block.Rectifier.Least));
        Vector256.MinNative(sum, Vector256.Create(block.Rectifier.Most)).StoreUnsafe(ref block.Target, (nuint)offset);
    }
}
