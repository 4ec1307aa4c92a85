using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CellSeg.Models.Streaming.Kernels;

/// <summary>Floats that begin on a cache line and stay where they are: vectors that cross two lines take twice the time to load.</summary>
internal sealed class AlignedBuffer
{
    private const int LineBytes = 64;

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Makes room for numbers, all 0.</summary>
    /// <param name="length">How many.</param>
    /// <exception cref="OutOfMemoryException">There is no room, or they are more than an array holds.</exception>
    public AlignedBuffer(long length)
    {
        const int slack = LineBytes / sizeof(float);
        if (length > Array.MaxLength - slack)
            throw new InsufficientMemoryException();
        Length = (int)length;
        _array = GC.AllocateArray<float>(Length + slack, pinned: true);
        long misaligned = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) % LineBytes;
        _start = misaligned == 0 ? 0 : (int)(LineBytes - misaligned) / sizeof(float);
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The first number.</summary>
    public ref float First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);

    /// <summary>The numbers.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);
}
