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
