using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace CellSeg.Models.Serialization;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Sizes of its axes; empty for a single number.</param>
/// <param name="Data">The values, little-endian, last axis fastest.</param>
public sealed record SafetensorsTensor(SafetensorsType Type, long[] Shape, byte[] Data)
{
    /// <summary>Whether it has neither infinities nor NaNs, which are the numbers whose exponent has all bits set; it is of floats.</summary>
    internal bool IsFinite => Type.Size == sizeof(uint)
        ? AreFinite(MemoryMarshal.Cast<byte, uint>(Data), Type.ExponentBits)
        : AreFinite(MemoryMarshal.Cast<byte, ushort>(Data), (ushort)Type.ExponentBits);

    /// <summary>
    /// The same numbers, rounded to 16 bits: to 11 significant bits, and to steps of 6e-8 near 0. A tensor with a number above
    /// 65504, which 16 bits cannot hold, such as the variance of a channel, stays as it is.
    /// </summary>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CellSegException">A number is not finite.</exception>
    internal SafetensorsTensor ToFloat16(string name)
    {
        if (Type != SafetensorsType.Float32)
            return this;
        if (!IsFinite)
            throw new CellSegException(name, "it has numbers that are NaN or infinite", "Load weights that are finite, or train the model again");
        var data = new byte[Data.Length / 2];
        TensorPrimitives.ConvertToHalf(MemoryMarshal.Cast<byte, float>(Data), MemoryMarshal.Cast<byte, Half>(data.AsSpan()));
        var rounded = new SafetensorsTensor(SafetensorsType.Float16, Shape, data);
        return rounded.IsFinite ? rounded : this;
    }

    private static bool AreFinite<T>(ReadOnlySpan<T> values, T exponent) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        foreach (var bits in values)
        {
            if ((bits & exponent) == exponent)
                return false;
        }
        return true;
    }
}
