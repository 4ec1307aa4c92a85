using System.Runtime.InteropServices;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Models.Compute;

/// <summary>Where this machine can compute, what it computes well, and what a lack of memory looks like.</summary>
internal static class ComputeSupport
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
            : throw new CellSegException(
                nameof(ComputeDevice.Cuda), "libtorch finds no graphics card that it can use",
                $"Use -Device Cpu, or install the card's driver and name a folder with libtorch for CUDA in {TorchLibrary.OverrideVariable}");
    }

    /// <summary>The number type that a precision stands for.</summary>
    public static ScalarType TypeOf(ComputePrecision precision) => precision == ComputePrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>
    /// The number type that a network is computed in. The first time that a process asks for a network, its convolutions
    /// are compared with known answers.
    /// </summary>
    /// <param name="convolutions">What the network convolves.</param>
    /// <param name="precision">What is wanted.</param>
    /// <param name="device">Where; not <see cref="ComputeDevice.Auto"/>.</param>
    /// <param name="trains">Whether gradients are needed.</param>
    /// <exception cref="CellSegException">The processor computes the network wrongly in float32.</exception>
    public static ComputeChoice Choose(IReadOnlyList<ConvolutionShape> convolutions, ComputePrecision precision, ComputeDevice device, bool trains)
    {
        var wanted = TypeOf(precision);
        // Cards have other libraries, and tensor cores that round by design.
        if (device == ComputeDevice.Cuda)
            return new ComputeChoice(wanted);
        return Choose(wanted, type => ConvolutionCheck.Find(convolutions, type, trains));
    }

    /// <summary>The number type to compute in, after what is found wrong in each.</summary>
    /// <param name="wanted">float32 or bfloat16.</param>
    /// <param name="find">Finds what is wrong in a number type.</param>
    /// <exception cref="CellSegException">float32 is wrong.</exception>
    internal static ComputeChoice Choose(ScalarType wanted, Func<ScalarType, IReadOnlyList<ConvolutionFault>> find)
    {
        // Also for bfloat16, some convolutions of which are computed in float32.
        if (find(ScalarType.Float32) is [var fault, ..])
        {
            throw new CellSegException(
                Processor.Name,
                $"this processor computes convolutions wrongly: {fault}",
                "Use another machine, or -Device Cuda where there is a card, and report the processor; Test-CellSegEnvironment tells more of it");
        }
        return wanted == ScalarType.BFloat16 && find(ScalarType.BFloat16) is [var wrong, ..]
            ? new ComputeChoice(ScalarType.Float32, $"{Processor.Name} computes convolutions wrongly in bfloat16 ({wrong}): float32 is used instead.")
            : new ComputeChoice(wanted);
    }

    /// <summary>Whether libtorch has run out of memory, which it only tells by its message.</summary>
    public static bool IsOutOfMemory(Exception e)
        => e is OutOfMemoryException
            || (e is ExternalException
                && (e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                    || e.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)));
}
