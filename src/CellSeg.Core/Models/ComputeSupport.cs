using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace CellSeg.Models;

/// <summary>What this machine computes well.</summary>
internal static class ComputeSupport
{
    private static readonly Lazy<bool> HasFastBFloat16 = new(DetectBFloat16);

    /// <summary>Whether the processor multiplies bfloat16 in hardware.</summary>
    public static bool IsBFloat16Fast => HasFastBFloat16.Value;

    /// <summary>The number type for a precision.</summary>
    public static ScalarType Resolve(ComputePrecision precision) => precision switch
    {
        ComputePrecision.Float32 => ScalarType.Float32,
        ComputePrecision.BFloat16 => ScalarType.BFloat16,
        ComputePrecision.Auto => HasFastBFloat16.Value ? ScalarType.BFloat16 : ScalarType.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(precision)),
    };

    /// <summary>
    /// Whether the processor has AMX or AVX-512 instructions for bfloat16 (CPUID leaf 7: sub-leaf 0 EDX bit 22, sub-leaf 1
    /// EAX bit 5). Without them libtorch emulates the type, slower than float32.
    /// </summary>
    private static bool DetectBFloat16()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
            return false;
        bool hasAmx = (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
        bool hasAvx512 = (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
        return hasAmx || hasAvx512;
    }
}
