using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CellSeg.Models.Streaming.Kernels;

/// <summary>
/// Sums of products by vectors of 512 bits, of which the processor has 32: enough for 24 sums.
/// Each number is the bias, then all products added one after the other, row by row, column by column and channel by channel,
/// each by one fused multiply-add: it is the same however a map is cut into blocks.
/// </summary>
/// <remarks>The sums are variables and not an array, since only variables stay in registers.</remarks>
internal static class WideKernels
{
    private const int Lanes = 16;

    /// <summary>8 pixels, 48 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute8x48(in PixelBlock block)
    {
        var bias0 = Vector512.LoadUnsafe(ref block.Bias);
        var bias1 = Vector512.LoadUnsafe(ref block.Bias, Lanes);
        var bias2 = Vector512.LoadUnsafe(ref block.Bias, 2 * Lanes);
        Vector512<float> s0a = bias0, s0b = bias1, s0c = bias2, s1a = bias0, s1b = bias1, s1c = bias2;
        Vector512<float> s2a = bias0, s2b = bias1, s2c = bias2, s3a = bias0, s3b = bias1, s3c = bias2;
        Vector512<float> s4a = bias0, s4b = bias1, s4c = bias2, s5a = bias0, s5b = bias1, s5c = bias2;
        Vector512<float> s6a = bias0, s6b = bias1, s6c = bias2, s7a = bias0, s7b = bias1, s7c = bias2;
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
                    var w0 = Vector512.LoadUnsafe(ref weight);
                    var w1 = Vector512.LoadUnsafe(ref weight, Lanes);
                    var w2 = Vector512.LoadUnsafe(ref weight, 2 * Lanes);
                    weight = ref Unsafe.Add(ref weight, 3 * Lanes);
                    var value = Vector512.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector512.FusedMultiplyAdd(value, w0, s0a);
                    s0b = Vector512.FusedMultiplyAdd(value, w1, s0b);
                    s0c = Vector512.FusedMultiplyAdd(value, w2, s0c);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + one));
                    s1a = Vector512.FusedMultiplyAdd(value, w0, s1a);
                    s1b = Vector512.FusedMultiplyAdd(value, w1, s1b);
                    s1c = Vector512.FusedMultiplyAdd(value, w2, s1c);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + two));
                    s2a = Vector512.FusedMultiplyAdd(value, w0, s2a);
                    s2b = Vector512.FusedMultiplyAdd(value, w1, s2b);
                    s2c = Vector512.FusedMultiplyAdd(value, w2, s2c);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + three));
                    s3a = Vector512.FusedMultiplyAdd(value, w0, s3a);
                    s3b = Vector512.FusedMultiplyAdd(value, w1, s3b);
                    s3c = Vector512.FusedMultiplyAdd(value, w2, s3c);
                    value = Vector512.Create(Unsafe.Add(ref at4, c));
                    s4a = Vector512.FusedMultiplyAdd(value, w0, s4a);
                    s4b = Vector512.FusedMultiplyAdd(value, w1, s4b);
                    s4c = Vector512.FusedMultiplyAdd(value, w2, s4c);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + one));
                    s5a = Vector512.FusedMultiplyAdd(value, w0, s5a);
                    s5b = Vector512.FusedMultiplyAdd(value, w1, s5b);
                    s5c = Vector512.FusedMultiplyAdd(value, w2, s5c);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + two));
                    s6a = Vector512.FusedMultiplyAdd(value, w0, s6a);
                    s6b = Vector512.FusedMultiplyAdd(value, w1, s6b);
                    s6c = Vector512.FusedMultiplyAdd(value, w2, s6c);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + three));
                    s7a = Vector512.FusedMultiplyAdd(value, w0, s7a);
                    s7b = Vector512.FusedMultiplyAdd(value, w1, s7b);
                    s7c = Vector512.FusedMultiplyAdd(value, w2, s7c);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        nint step = block.TargetStep;
        Store(in block, 0, s0a, s0b, s0c);
        Store(in block, step, s1a, s1b, s1c);
        Store(in block, 2 * step, s2a, s2b, s2c);
        Store(in block, 3 * step, s3a, s3b, s3c);
        Store(in block, 4 * step, s4a, s4b, s4c);
        Store(in block, 5 * step, s5a, s5b, s5c);
        Store(in block, 6 * step, s6a, s6b, s6c);
        Store(in block, 7 * step, s7a, s7b, s7c);
    }

    /// <summary>12 pixels, 32 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute12x32(in PixelBlock block)
    {
        var bias0 = Vector512.LoadUnsafe(ref block.Bias);
        var bias1 = Vector512.LoadUnsafe(ref block.Bias, Lanes);
        Vector512<float> s0a = bias0, s0b = bias1, s1a = bias0, s1b = bias1, s2a = bias0, s2b = bias1, s3a = bias0, s3b = bias1;
        Vector512<float> s4a = bias0, s4b = bias1, s5a = bias0, s5b = bias1, s6a = bias0, s6b = bias1, s7a = bias0, s7b = bias1;
        Vector512<float> s8a = bias0, s8b = bias1, s9a = bias0, s9b = bias1, s10a = bias0, s10b = bias1, s11a = bias0, s11b = bias1;
        int kernel = block.Kernel;
        nint channels = block.Channels, tapStep = block.TapStep, one = block.PixelStep, two = 2 * one, three = 3 * one;
        ref float weight = ref block.Weights;
        for (int y = 0; y < kernel; y++)
        {
            ref float at0 = ref Unsafe.Add(ref block.Source, block.Rows[y]);
            for (int x = 0; x < kernel; x++)
            {
                ref float at4 = ref Unsafe.Add(ref at0, 4 * one);
                ref float at8 = ref Unsafe.Add(ref at0, 8 * one);
                for (nint c = 0; c < channels; c++)
                {
                    var w0 = Vector512.LoadUnsafe(ref weight);
                    var w1 = Vector512.LoadUnsafe(ref weight, Lanes);
                    weight = ref Unsafe.Add(ref weight, 2 * Lanes);
                    var value = Vector512.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector512.FusedMultiplyAdd(value, w0, s0a);
                    s0b = Vector512.FusedMultiplyAdd(value, w1, s0b);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + one));
                    s1a = Vector512.FusedMultiplyAdd(value, w0, s1a);
                    s1b = Vector512.FusedMultiplyAdd(value, w1, s1b);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + two));
                    s2a = Vector512.FusedMultiplyAdd(value, w0, s2a);
                    s2b = Vector512.FusedMultiplyAdd(value, w1, s2b);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + three));
                    s3a = Vector512.FusedMultiplyAdd(value, w0, s3a);
                    s3b = Vector512.FusedMultiplyAdd(value, w1, s3b);
                    value = Vector512.Create(Unsafe.Add(ref at4, c));
                    s4a = Vector512.FusedMultiplyAdd(value, w0, s4a);
                    s4b = Vector512.FusedMultiplyAdd(value, w1, s4b);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + one));
                    s5a = Vector512.FusedMultiplyAdd(value, w0, s5a);
                    s5b = Vector512.FusedMultiplyAdd(value, w1, s5b);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + two));
                    s6a = Vector512.FusedMultiplyAdd(value, w0, s6a);
                    s6b = Vector512.FusedMultiplyAdd(value, w1, s6b);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + three));
                    s7a = Vector512.FusedMultiplyAdd(value, w0, s7a);
                    s7b = Vector512.FusedMultiplyAdd(value, w1, s7b);
                    value = Vector512.Create(Unsafe.Add(ref at8, c));
                    s8a = Vector512.FusedMultiplyAdd(value, w0, s8a);
                    s8b = Vector512.FusedMultiplyAdd(value, w1, s8b);
                    value = Vector512.Create(Unsafe.Add(ref at8, c + one));
                    s9a = Vector512.FusedMultiplyAdd(value, w0, s9a);
                    s9b = Vector512.FusedMultiplyAdd(value, w1, s9b);
                    value = Vector512.Create(Unsafe.Add(ref at8, c + two));
                    s10a = Vector512.FusedMultiplyAdd(value, w0, s10a);
                    s10b = Vector512.FusedMultiplyAdd(value, w1, s10b);
                    value = Vector512.Create(Unsafe.Add(ref at8, c + three));
                    s11a = Vector512.FusedMultiplyAdd(value, w0, s11a);
                    s11b = Vector512.FusedMultiplyAdd(value, w1, s11b);
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
        Store(in block, 6 * step, s6a, s6b);
        Store(in block, 7 * step, s7a, s7b);
        Store(in block, 8 * step, s8a, s8b);
        Store(in block, 9 * step, s9a, s9b);
        Store(in block, 10 * step, s10a, s10b);
        Store(in block, 11 * step, s11a, s11b);
    }

    /// <summary>12 pixels, 16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute12x16(in PixelBlock block)
    {
        var bias0 = Vector512.LoadUnsafe(ref block.Bias);
        Vector512<float> s0a = bias0, s1a = bias0, s2a = bias0, s3a = bias0, s4a = bias0, s5a = bias0;
        Vector512<float> s6a = bias0, s7a = bias0, s8a = bias0, s9a = bias0, s10a = bias0, s11a = bias0;
        int kernel = block.Kernel;
        nint channels = block.Channels, tapStep = block.TapStep, one = block.PixelStep, two = 2 * one, three = 3 * one;
        ref float weight = ref block.Weights;
        for (int y = 0; y < kernel; y++)
        {
            ref float at0 = ref Unsafe.Add(ref block.Source, block.Rows[y]);
            for (int x = 0; x < kernel; x++)
            {
                ref float at4 = ref Unsafe.Add(ref at0, 4 * one);
                ref float at8 = ref Unsafe.Add(ref at0, 8 * one);
                for (nint c = 0; c < channels; c++)
                {
                    var w0 = Vector512.LoadUnsafe(ref weight);
                    weight = ref Unsafe.Add(ref weight, Lanes);
                    var value = Vector512.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector512.FusedMultiplyAdd(value, w0, s0a);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + one));
                    s1a = Vector512.FusedMultiplyAdd(value, w0, s1a);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + two));
                    s2a = Vector512.FusedMultiplyAdd(value, w0, s2a);
                    value = Vector512.Create(Unsafe.Add(ref at0, c + three));
                    s3a = Vector512.FusedMultiplyAdd(value, w0, s3a);
                    value = Vector512.Create(Unsafe.Add(ref at4, c));
                    s4a = Vector512.FusedMultiplyAdd(value, w0, s4a);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + one));
                    s5a = Vector512.FusedMultiplyAdd(value, w0, s5a);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + two));
                    s6a = Vector512.FusedMultiplyAdd(value, w0, s6a);
                    value = Vector512.Create(Unsafe.Add(ref at4, c + three));
                    s7a = Vector512.FusedMultiplyAdd(value, w0, s7a);
                    value = Vector512.Create(Unsafe.Add(ref at8, c));
                    s8a = Vector512.FusedMultiplyAdd(value, w0, s8a);
                    value = Vector512.Create(Unsafe.Add(ref at8, c + one));
                    s9a = Vector512.FusedMultiplyAdd(value, w0, s9a);
                    value = Vector512.Create(Unsafe.Add(ref at8, c + two));
                    s10a = Vector512.FusedMultiplyAdd(value, w0, s10a);
                    value = Vector512.Create(Unsafe.Add(ref at8, c + three));
                    s11a = Vector512.FusedMultiplyAdd(value, w0, s11a);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        nint step = block.TargetStep;
        Store(in block, 0, s0a);
        Store(in block, step, s1a);
        Store(in block, 2 * step, s2a);
        Store(in block, 3 * step, s3a);
        Store(in block, 4 * step, s4a);
        Store(in block, 5 * step, s5a);
        Store(in block, 6 * step, s6a);
        Store(in block, 7 * step, s7a);
        Store(in block, 8 * step, s8a);
        Store(in block, 9 * step, s9a);
        Store(in block, 10 * step, s10a);
        Store(in block, 11 * step, s11a);
    }

    /// <summary>One pixel, 48 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute1x48(in PixelBlock block)
    {
        var bias0 = Vector512.LoadUnsafe(ref block.Bias);
        var bias1 = Vector512.LoadUnsafe(ref block.Bias, Lanes);
        var bias2 = Vector512.LoadUnsafe(ref block.Bias, 2 * Lanes);
        Vector512<float> s0a = bias0, s0b = bias1, s0c = bias2;
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
                    var w0 = Vector512.LoadUnsafe(ref weight);
                    var w1 = Vector512.LoadUnsafe(ref weight, Lanes);
                    var w2 = Vector512.LoadUnsafe(ref weight, 2 * Lanes);
                    weight = ref Unsafe.Add(ref weight, 3 * Lanes);
                    var value = Vector512.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector512.FusedMultiplyAdd(value, w0, s0a);
                    s0b = Vector512.FusedMultiplyAdd(value, w1, s0b);
                    s0c = Vector512.FusedMultiplyAdd(value, w2, s0c);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        Store(in block, 0, s0a, s0b, s0c);
    }

    /// <summary>One pixel, 32 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute1x32(in PixelBlock block)
    {
        var bias0 = Vector512.LoadUnsafe(ref block.Bias);
        var bias1 = Vector512.LoadUnsafe(ref block.Bias, Lanes);
        Vector512<float> s0a = bias0, s0b = bias1;
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
                    var w0 = Vector512.LoadUnsafe(ref weight);
                    var w1 = Vector512.LoadUnsafe(ref weight, Lanes);
                    weight = ref Unsafe.Add(ref weight, 2 * Lanes);
                    var value = Vector512.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector512.FusedMultiplyAdd(value, w0, s0a);
                    s0b = Vector512.FusedMultiplyAdd(value, w1, s0b);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        Store(in block, 0, s0a, s0b);
    }

    /// <summary>One pixel, 16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute1x16(in PixelBlock block)
    {
        var bias0 = Vector512.LoadUnsafe(ref block.Bias);
        Vector512<float> s0a = bias0;
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
                    var w0 = Vector512.LoadUnsafe(ref weight);
                    weight = ref Unsafe.Add(ref weight, Lanes);
                    var value = Vector512.Create(Unsafe.Add(ref at0, c));
                    s0a = Vector512.FusedMultiplyAdd(value, w0, s0a);
                }
                at0 = ref Unsafe.Add(ref at0, tapStep);
            }
        }
        Store(in block, 0, s0a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in PixelBlock block, nint offset, Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        Store(in block, offset, a);
        Store(in block, offset + Lanes, b);
        Store(in block, offset + (2 * Lanes), c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in PixelBlock block, nint offset, Vector512<float> a, Vector512<float> b)
    {
        Store(in block, offset, a);
        Store(in block, offset + Lanes, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in PixelBlock block, nint offset, Vector512<float> sum)
    {
        if (block.HasAddend)
            sum += Vector512.LoadUnsafe(ref block.Addend, (nuint)offset);
        sum = Vector512.MaxNative(sum, Vector512.Create(block.Rectifier.Least));
        Vector512.MinNative(sum, Vector512.Create(block.Rectifier.Most)).StoreUnsafe(ref block.Target, (nuint)offset);
    }
}
