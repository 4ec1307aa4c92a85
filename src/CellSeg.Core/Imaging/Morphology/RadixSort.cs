using System.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>Sorts numbers by their upper 32 bits, in linear time and as few passes as their range needs.</summary>
internal static class RadixSort
{
    // Digits of up to nine bits keep the ends of all piles in the first-level cache.
    private const int DigitBits = 9;

    private const int MaximumPasses = (32 + DigitBits - 1) / DigitBits;

    // Below this many elements counting digits costs more than comparing.
    private const int SmallLength = 128;

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
        int passes = (bits + DigitBits - 1) / DigitBits;
        if (passes == 0)
            return;
        int digitBits = (bits + passes - 1) / passes, digitCount = 1 << digitBits;
        Span<int> counts = stackalloc int[MaximumPasses << DigitBits];
        CountDigits(items, lowest, passes, digitBits, counts);

        var source = items;
        var target = spare[..items.Length];
        for (int pass = 0; pass < passes; pass++)
        {
            SortDigit(source, target, counts.Slice(pass << digitBits, digitCount), lowest, pass * digitBits);
            var swap = source;
            source = target;
            target = swap;
        }
        if ((passes & 1) != 0)
            source.CopyTo(items);
    }

    /// <summary>Counts how often each digit occurs, for all passes at once.</summary>
    private static void CountDigits(ReadOnlySpan<ulong> items, uint lowest, int passes, int digitBits, Span<int> counts)
    {
        uint mask = (1u << digitBits) - 1;
        foreach (ulong item in items)
        {
            uint key = (uint)(item >> 32) - lowest;
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
}
