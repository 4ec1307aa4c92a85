using CellSeg.Models;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>Chooses where a training runs, and knows what a lack of memory looks like there.</summary>
internal static class TrainingDevice
{
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

    /// <summary>The number type of convolutions: on a card bfloat16 unless another one is asked for.</summary>
    public static ScalarType Resolve(ComputePrecision precision, ComputeDevice device)
        => precision == ComputePrecision.Auto && device == ComputeDevice.Cuda ? ScalarType.BFloat16 : ComputeSupport.Resolve(precision);

    /// <summary>Whether libtorch has run out of memory, which it only tells by its message.</summary>
    public static bool IsOutOfMemory(Exception e)
        => e is OutOfMemoryException
            || (e is System.Runtime.InteropServices.ExternalException
                && (e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)));
}
