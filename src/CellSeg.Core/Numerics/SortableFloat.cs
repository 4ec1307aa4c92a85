using System.Runtime.CompilerServices;

namespace CellSeg.Numerics;

/// <summary>Floating-point values as whole numbers of the same order.</summary>
internal static class SortableFloat
{
    /// <summary>The number of a value that is not NaN; the two zeros have the same one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint KeyOf(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value + 0f);
        return (uint)(bits ^ ((bits >> 31) | int.MinValue));
    }

    /// <summary>The value of a number that <see cref="KeyOf"/> gave.</summary>
    public static float ValueOf(uint key)
    {
        int bits = (int)key;
        return BitConverter.Int32BitsToSingle(bits ^ (~(bits >> 31) | int.MinValue));
    }
}
