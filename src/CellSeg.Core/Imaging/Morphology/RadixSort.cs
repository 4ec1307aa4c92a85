using System.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>Sorts numbers by their upper 32 bits, in linear time and as few passes as their range needs.</summary>
internal static class RadixSort
{
    // Digits of up to nine bits keep the ends of all piles in the first-level cache.
    private const int DigitBits = 9;

    // Below this many elements counting digits costs more than comparing.
    private const int SmallLength = 192;

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
        int digitBits = (bits + passes - 1) / passes;
        var (from, to) = (0, 1);
        Span<int> counts = stackalloc int[1 << DigitBits];
        for (int pass = 0; pass < passes; pass++)
        {
            if (from < to)
                SortDigit(items, spare, counts, lowest, pass * digitBits, (1u << digitBits) - 1);
            else
                SortDigit(spare, items, counts, lowest, pass * digitBits, (1u << digitBits) - 1);
            (from, to) = (to, from);
        }
        if (from == 1)
            spare[..items.Length].CopyTo(items);
    }

    private static void SortDigit(
        Span<ulong> items, Span<ulong> sorted, Span<int> counts, uint lowest, int shift, uint mask)
    {
        counts.Clear();
        foreach (ulong item in items)
            counts[(int)((((uint)(item >> 32) - lowest) >> shift) & mask)]++;
        int start = 0;
        foreach (ref int count in counts)
            (start, count) = (start + count, start);
        foreach (ulong item in items)
            sorted[counts[(int)((((uint)(item >> 32) - lowest) >> shift) & mask)]++] = item;
    }
}
