using System.Numerics;

namespace CellSeg.Numerics;

/// <summary>
/// Sorts numbers by their upper 32 bits: by radix as far as it takes to tell most of them apart, by insertion for the
/// rest.
/// </summary>
internal static class RadixSort
{
    // Digits of up to nine bits keep the ends of all piles in the first-level cache.
    private const int DigitBits = 9;

    private const int MaximumPasses = (32 + DigitBits - 1) / DigitBits;

    // Below this many elements counting digits costs more than comparing.
    private const int SmallLength = 64;

    // With so many more bits than number the elements, few of them share all that the passes look at.
    private const int SpareBits = 7;

    // Elements may move so many places on average before insertion is given up.
    private const int MaximumMoves = 4;

    /// <summary>Sorts, lowest first.</summary>
    /// <param name="items">Sorted in place by the upper half; the order of equal ones is not told.</param>
    /// <param name="spare">As long as <paramref name="items"/>; its content is lost.</param>
    public static void Sort(Span<ulong> items, Span<ulong> spare)
    {
        if (items.Length < SmallLength)
        {
            items.Sort();
            return;
        }
        uint lowest = uint.MaxValue, highest = 0;
        foreach (ulong item in items)
        {
            uint key = (uint)(item >> 32);
            lowest = Math.Min(lowest, key);
            highest = Math.Max(highest, key);
        }
        int bits = 32 - BitOperations.LeadingZeroCount(highest - lowest);
        if (bits == 0)
            return;
        int passes = (Math.Min(bits, BitOperations.Log2((uint)items.Length) + SpareBits) + DigitBits - 1) / DigitBits;
        int digitBits = Math.Min(DigitBits, (bits + passes - 1) / passes);
        int firstBit = Math.Max(0, bits - (passes * digitBits));
        Span<int> counts = stackalloc int[MaximumPasses << DigitBits];
        CountDigits(items, lowest, firstBit, passes, digitBits, counts);

        var source = items;
        var target = spare[..items.Length];
        for (int pass = 0; pass < passes; pass++)
        {
            SortDigit(source, target, counts.Slice(pass << digitBits, 1 << digitBits), lowest, firstBit + (pass * digitBits));
            var swap = source;
            source = target;
            target = swap;
        }
        if ((passes & 1) != 0)
            source.CopyTo(items);
        if (firstBit > 0 && !TryInsert(items))
            items.Sort();
    }

    /// <summary>Counts how often each digit occurs, for all passes at once.</summary>
    private static void CountDigits(
        ReadOnlySpan<ulong> items, uint lowest, int firstBit, int passes, int digitBits, Span<int> counts)
    {
        uint mask = (1u << digitBits) - 1;
        foreach (ulong item in items)
        {
            uint key = ((uint)(item >> 32) - lowest) >> firstBit;
            for (int pass = 0; pass < passes; pass++)
            {
                counts[(pass << digitBits) + (int)(key & mask)]++;
                key >>= digitBits;
            }
        }
    }

    private static void SortDigit(
        ReadOnlySpan<ulong> items, Span<ulong> sorted, Span<int> counts, uint lowest, int shift)
    {
        int start = 0;
        foreach (ref int count in counts)
            (start, count) = (start + count, start);
        uint mask = (uint)counts.Length - 1;
        foreach (ulong item in items)
            sorted[counts[(int)((((uint)(item >> 32) - lowest) >> shift) & mask)]++] = item;
    }

    /// <summary>Sorts what is nearly sorted; gives up when it is not.</summary>
    private static bool TryInsert(Span<ulong> items)
    {
        long moves = (long)MaximumMoves * items.Length;
        for (int i = 1; i < items.Length; i++)
        {
            ulong item = items[i];
            int hole = i;
            for (; hole > 0 && items[hole - 1] >> 32 > item >> 32; hole--)
                items[hole] = items[hole - 1];
            items[hole] = item;
            moves -= i - hole;
            if (moves < 0)
                return false;
        }
        return true;
    }
}
