using System.Numerics;
using System.Runtime.CompilerServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// A priority queue for pixels whose values were ranked beforehand and which enter it at most once. The pixels of one
/// value own as many neighbouring slots as there are of them and fill these in order of arrival, so that the lowest
/// occupied slot always holds the pixel next in order of value and age. Occupied slots are bits in a tree of words.
/// </summary>
internal ref struct FloodQueue
{
    private const int WordShift = 6;

    private readonly PooledBuffer<int> _pixelBuffer;
    private readonly PooledBuffer<int> _arrivalBuffer;
    private readonly PooledBuffer<ulong> _bitBuffer;

    private readonly Span<int> _pixels;
    private readonly Span<int> _arrivals;
    private readonly Span<ulong> _bits;
    private readonly Span<ulong> _words;
    private readonly Span<ulong> _blocks;

    // No block before this one has an occupied slot.
    private int _firstBlock;

    /// <summary>Makes an empty queue for ranks below <paramref name="capacity"/>.</summary>
    public FloodQueue(int capacity)
    {
        _pixelBuffer = new PooledBuffer<int>(capacity);
        _arrivalBuffer = new PooledBuffer<int>(capacity, clear: true);
        int bits = (capacity >> WordShift) + 1;
        int words = (bits >> WordShift) + 1;
        int blocks = (words >> WordShift) + 1;
        _bitBuffer = new PooledBuffer<ulong>(bits + words + blocks, clear: true);
        _pixels = _pixelBuffer.Span;
        _arrivals = _arrivalBuffer.Span;
        _bits = _bitBuffer.Span[..bits];
        _words = _bitBuffer.Span.Slice(bits, words);
        _blocks = _bitBuffer.Span[(bits + words)..];
        _firstBlock = blocks;
    }

    /// <summary>Gives the buffers back.</summary>
    public readonly void Dispose()
    {
        _pixelBuffer.Dispose();
        _arrivalBuffer.Dispose();
        _bitBuffer.Dispose();
    }

    /// <summary>Puts a pixel in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int rank, int pixel)
    {
        int slot = rank + _arrivals[rank]++;
        _pixels[slot] = pixel;
        int word = slot >> WordShift, block = word >> WordShift, root = block >> WordShift;
        _bits[word] |= 1UL << slot;
        _words[block] |= 1UL << word;
        _blocks[root] |= 1UL << block;
        if (root < _firstBlock)
            _firstBlock = root;
    }

    /// <summary>Takes the pixel of the lowest rank that came first; false when the queue is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(out int pixel)
    {
        int root = _firstBlock;
        while (root < _blocks.Length && _blocks[root] == 0)
            root++;
        _firstBlock = root;
        if (root == _blocks.Length)
        {
            pixel = 0;
            return false;
        }
        int block = (root << WordShift) + BitOperations.TrailingZeroCount(_blocks[root]);
        int word = (block << WordShift) + BitOperations.TrailingZeroCount(_words[block]);
        ulong bits = _bits[word];
        pixel = _pixels[(word << WordShift) + BitOperations.TrailingZeroCount(bits)];
        bits &= bits - 1;
        _bits[word] = bits;
        if (bits == 0)
        {
            ulong rest = _words[block] &= ~(1UL << word);
            if (rest == 0)
                _blocks[root] &= ~(1UL << block);
        }
        return true;
    }
}
