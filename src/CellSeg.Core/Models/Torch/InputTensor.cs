using TorchSharp;
using static TorchSharp.torch;

namespace CellSeg.Models.Torch;

/// <summary>
/// What a network is given, in memory of libtorch's own, which begins at a multiple of 64 bytes as MKL wants it for repeatable sums
/// (<see cref="NativeSums"/>). TorchSharp would leave it where .NET has it, at whatever multiple of 8.
/// </summary>
internal static class InputTensor
{
    /// <summary>Copies numbers into a tensor.</summary>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="device">Where it is to be.</param>
    public static Tensor Create(float[] values, long[] shape, Device device)
    {
        using var borrowed = tensor(values, shape);
        return device.type == DeviceType.CPU ? borrowed.clone() : borrowed.to(device);
    }
}
