using System.Buffers;

namespace CellSeg.Numerics;

/// <summary>An array of the shared pool for the length of a <c>using</c>, so that hot paths allocate nothing.</summary>
internal readonly ref struct PooledBuffer<T> where T : unmanaged
{
    private readonly T[] _array;
    private readonly int _length;

    /// <summary>Rents a buffer.</summary>
    /// <param name="length">Elements, 0 or more.</param>
    /// <param name="clear">Whether it starts as zeros; otherwise it holds what its last user left.</param>
    public PooledBuffer(int length, bool clear = false)
    {
        _array = ArrayPool<T>.Shared.Rent(length);
        _length = length;
        if (clear)
            Span.Clear();
    }

    /// <summary>The elements.</summary>
    public Span<T> Span => _array.AsSpan(0, _length);

    /// <summary>Gives the array back to the pool.</summary>
    public void Dispose() => ArrayPool<T>.Shared.Return(_array);
}
