using System.Numerics;
using System.Runtime.CompilerServices;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>
/// A priority queue for pixels whose values were ranked beforehand and which enter it at most once. The pixels of one
/// rank own as many neighbouring slots as there are of them and fill these in order of arrival, so that the lowest
/// occupied slot always holds the pixel next in order of value and age. Occupied slots are bits in a tree of words.
/// </summary>
internal readonly ref struct FloodQueue : IDisposable
{
    private const int WordShift = 6;

    private readonly PooledBuffer<int> _pixelBuffer;
    private readonly PooledBuffer<int> _slotBuffer;
    private readonly PooledBuffer<ulong> _wordBuffer;
    private readonly PooledBuffer<ulong> _blockBuffer;

    /// <summary>Makes an empty queue for up to <paramref name="capacity"/> pixels.</summary>
    public FloodQueue(int capacity)
    {
        int wordCount = (capacity >> WordShift) + 1;
        _pixelBuffer = new PooledBuffer<int>(capacity);
        _slotBuffer = new PooledBuffer<int>(capacity);
        _wordBuffer = new PooledBuffer<ulong>(wordCount, clear: true);
        _blockBuffer = new PooledBuffer<ulong>((wordCount >> WordShift) + 1, clear: true);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _pixelBuffer.Dispose();
        _slotBuffer.Dispose();
        _wordBuffer.Dispose();
        _blockBuffer.Dispose();
    }

    /// <summary>Makes the queue, which must be empty, ready for ranks below a number.</summary>
    public void Reset(int count)
    {
        var slots = _slotBuffer.Span[..count];
        for (int i = 0; i < slots.Length; i++)
            slots[i] = i;
    }

    /// <summary>Puts a pixel in.</summary>
    public void Put(int rank, int pixel)
        => Put(rank, pixel, _pixelBuffer.Span, _slotBuffer.Span, _wordBuffer.Span, _blockBuffer.Span);

    /// <summary>
    /// Takes one pixel after the other, and gives its label to the free ones among its neighbours up, left, right and
    /// down, which enter the queue, until it is empty.
    /// </summary>
    /// <param name="state">Ranks of free pixels, something negative for others; see <see cref="FloodWindow"/>.</param>
    /// <param name="stride">Distance from one row to the next.</param>
    public void Spread(Span<int> state, int stride)
    {
        // Locals stay in registers where fields would not.
        var pixels = _pixelBuffer.Span;
        var slots = _slotBuffer.Span;
        var words = _wordBuffer.Span;
        var blocks = _blockBuffer.Span;
        ReadOnlySpan<int> offsets = [-stride, -1, 1, stride];
        int block = 0;
        while (true)
        {
            ulong summary = blocks[block];
            while (summary == 0)
            {
                if (++block == blocks.Length)
                    return;
                summary = blocks[block];
            }
            int word = (block << WordShift) + BitOperations.TrailingZeroCount(summary);
            ulong bits = words[word];
            int pixel = pixels[(word << WordShift) + BitOperations.TrailingZeroCount(bits)];
            bits &= bits - 1;
            words[word] = bits;
            blocks[block] = bits == 0 ? summary & (summary - 1) : summary;

            int label = state[pixel];
            // Which neighbours are free is hard to foresee for the processor: one loop over them, not four branches.
            int free = ((~state[pixel - stride] >> 31) & 1) | ((~state[pixel - 1] >> 31) & 2)
                | ((~state[pixel + 1] >> 31) & 4) | ((~state[pixel + stride] >> 31) & 8);
            for (; free != 0; free &= free - 1)
            {
                int neighbour = pixel + offsets[BitOperations.TrailingZeroCount(free)];
                int rank = state[neighbour];
                state[neighbour] = label;
                block = Math.Min(block, Put(rank, neighbour, pixels, slots, words, blocks));
            }
        }
    }

    /// <summary>Puts a pixel in and returns its block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(
        int rank, int pixel, Span<int> pixels, Span<int> slots, Span<ulong> words, Span<ulong> blocks)
    {
        int slot = slots[rank]++;
        pixels[slot] = pixel;
        int word = slot >> WordShift, block = word >> WordShift;
        words[word] |= 1UL << slot;
        blocks[block] |= 1UL << word;
        return block;
    }
}
