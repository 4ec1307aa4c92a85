using System.Numerics;
using System.Runtime.CompilerServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// A priority queue for pixels whose values were ranked beforehand and which enter it at most once. The pixels of one
/// rank own as many neighbouring slots as there are of them and fill these in order of arrival, so that the lowest
/// occupied slot always holds the pixel next in order of value and age. Occupied slots are bits in a tree of words.
/// </summary>
internal ref struct FloodQueue
{
    private const int WordShift = 6;

    private readonly PooledBuffer<int> _pixelBuffer;
    private readonly PooledBuffer<int> _arrivalBuffer;
    private readonly PooledBuffer<ulong> _bitBuffer;
    private readonly int _wordCount;
    private int _blockCount;

    /// <summary>Makes an empty queue for up to <paramref name="capacity"/> pixels, to begin with for none.</summary>
    public FloodQueue(int capacity)
    {
        _pixelBuffer = new PooledBuffer<int>(capacity);
        _arrivalBuffer = new PooledBuffer<int>(capacity);
        _wordCount = (capacity >> WordShift) + 1;
        _bitBuffer = new PooledBuffer<ulong>(_wordCount + (_wordCount >> WordShift) + 1, clear: true);
    }

    /// <summary>Gives the buffers back.</summary>
    public readonly void Dispose()
    {
        _pixelBuffer.Dispose();
        _arrivalBuffer.Dispose();
        _bitBuffer.Dispose();
    }

    /// <summary>Makes the queue, which must be empty, ready for ranks below a number.</summary>
    public void Reset(int count)
    {
        _arrivalBuffer.Span[..count].Clear();
        _blockCount = (count >> (2 * WordShift)) + 1;
    }

    /// <summary>Puts a pixel in.</summary>
    public readonly void Put(int rank, int pixel) => Put(
        rank, pixel, _pixelBuffer.Span, _arrivalBuffer.Span, _bitBuffer.Span[.._wordCount], _bitBuffer.Span[_wordCount..]);

    /// <summary>
    /// Takes one pixel after the other, and gives its label to the free ones among its neighbours up, left, right and
    /// down, which enter the queue, until it is empty.
    /// </summary>
    /// <param name="state">Ranks of free pixels, something negative for others; see <see cref="FloodState"/>.</param>
    /// <param name="stride">Distance from one row to the next.</param>
    public readonly void Spread(Span<int> state, int stride)
    {
        // Locals stay in registers where fields would not.
        var pixels = _pixelBuffer.Span;
        var arrivals = _arrivalBuffer.Span;
        var words = _bitBuffer.Span[.._wordCount];
        var blocks = _bitBuffer.Span.Slice(_wordCount, _blockCount);
        ReadOnlySpan<int> offsets = [-stride, -1, 1, stride];
        int block = 0;
        while (true)
        {
            while (block < blocks.Length && blocks[block] == 0)
                block++;
            if (block == blocks.Length)
                return;
            int word = (block << WordShift) + BitOperations.TrailingZeroCount(blocks[block]);
            ulong bits = words[word];
            int pixel = pixels[(word << WordShift) + BitOperations.TrailingZeroCount(bits)];
            bits &= bits - 1;
            words[word] = bits;
            if (bits == 0)
                blocks[block] &= blocks[block] - 1;

            int label = state[pixel];
            // Which neighbours are free is hard to foresee for the processor: one loop over them, not four branches.
            int free = ((~state[pixel - stride] >> 31) & 1) | ((~state[pixel - 1] >> 31) & 2)
                | ((~state[pixel + 1] >> 31) & 4) | ((~state[pixel + stride] >> 31) & 8);
            for (; free != 0; free &= free - 1)
            {
                int neighbour = pixel + offsets[BitOperations.TrailingZeroCount(free)];
                int rank = state[neighbour];
                state[neighbour] = label;
                block = Math.Min(block, Put(rank, neighbour, pixels, arrivals, words, blocks));
            }
        }
    }

    /// <summary>Puts a pixel in and returns its block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(
        int rank, int pixel, Span<int> pixels, Span<int> arrivals, Span<ulong> words, Span<ulong> blocks)
    {
        int slot = rank + arrivals[rank]++;
        pixels[slot] = pixel;
        int word = slot >> WordShift, block = word >> WordShift;
        words[word] |= 1UL << slot;
        blocks[block] |= 1UL << word;
        return block;
    }
}
