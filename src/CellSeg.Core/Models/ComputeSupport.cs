using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace CellSeg.Models;

/// <summary>Where this machine can compute, what it computes well, and what a lack of memory looks like.</summary>
internal static class ComputeSupport
{
    private static readonly Lazy<bool> HasFastBFloat16 = new(DetectBFloat16);

    /// <summary>Whether the processor multiplies bfloat16 in hardware.</summary>
    public static bool IsBFloat16Fast => HasFastBFloat16.Value;

    /// <summary>The device that is meant: never <see cref="ComputeDevice.Auto"/>.</summary>
    /// <exception cref="CellSegException">There is no graphics card that libtorch can use.</exception>
    public static ComputeDevice Resolve(ComputeDevice wanted)
    {
        TorchLibrary.EnsureLoaded();
        // Results repeat to the bit on the processor alone, so that a card has to be asked for.
        if (wanted != ComputeDevice.Cuda)
            return ComputeDevice.Cpu;
        return cuda.is_available()
            ? ComputeDevice.Cuda
            : throw new CellSegException(nameof(ComputeDevice.Cuda), "libtorch finds no graphics card that it can use", $"Use -Device Cpu, or install the card's driver and name a folder with libtorch for CUDA in {TorchLibrary.OverrideVariable}");
    }

    /// <summary>The number type for a precision: unless one is asked for, bfloat16 on a card and where the processor is fast with it.</summary>
    /// <param name="precision">What is wanted.</param>
    /// <param name="device">Where; not <see cref="ComputeDevice.Auto"/>.</param>
    public static ScalarType Resolve(ComputePrecision precision, ComputeDevice device) => precision switch
    {
        ComputePrecision.Float32 => ScalarType.Float32,
        ComputePrecision.BFloat16 => ScalarType.BFloat16,
        ComputePrecision.Auto => device == ComputeDevice.Cuda || IsBFloat16Fast ? ScalarType.BFloat16 : ScalarType.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(precision)),
    };

    /// <summary>Whether libtorch has run out of memory, which it only tells by its message.</summary>
    public static bool IsOutOfMemory(Exception e)
        => e is OutOfMemoryException
            || (e is ExternalException
                && (e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)));

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
