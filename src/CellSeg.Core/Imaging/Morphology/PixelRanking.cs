namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Ranks the pixels of contested regions by value: they are gathered by region, and the bits of their values sorted by
/// radix, in linear time and without rounding.
/// </summary>
internal static class PixelRanking
{
    /// <summary>Lays out the pixels of contested regions one region after the other.</summary>
    /// <param name="runs">The regions.</param>
    /// <param name="fills">For each region <see cref="Watershed.Contested"/> or something else.</param>
    /// <param name="starts">Zeros; receives where each region begins, also those without pixels here.</param>
    /// <returns>How many pixels there are in all.</returns>
    public static int FindStarts(ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills, Span<int> starts)
    {
        foreach (ref readonly var run in runs)
            starts[run.Region] += run.Length;
        int start = 0;
        for (int region = 0; region < starts.Length; region++)
        {
            int length = fills[region] == Watershed.Contested ? starts[region] : 0;
            starts[region] = start;
            start += length;
        }
        return start;
    }

    /// <summary>Gathers the pixels of contested regions, one region after the other.</summary>
    /// <param name="values">Row-major values, none of them NaN within a region.</param>
    /// <param name="runs">The regions.</param>
    /// <param name="fills">For each region <see cref="Watershed.Contested"/> or something else.</param>
    /// <param name="width">Columns.</param>
    /// <param name="descending">Whether high values come first.</param>
    /// <param name="ends">
    /// The positions of <see cref="FindStarts"/>; receives for each region the position after its last pixel.
    /// </param>
    /// <param name="items">
    /// Receives the pixels: the sortable value in the upper half, <see cref="FloodState.IndexOf"/> in the lower.
    /// </param>
    public static void Gather(
        ReadOnlySpan<float> values, ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills, int width, bool descending,
        Span<int> ends, Span<ulong> items)
    {
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] != Watershed.Contested)
                continue;
            var source = values[run.Start..run.End];
            var output = items.Slice(ends[run.Region], source.Length);
            ends[run.Region] += source.Length;
            uint index = (uint)FloodState.IndexOf(run.Start, width);
            for (int i = 0; i < source.Length; i++)
            {
                float value = descending ? -source[i] : source[i];
                output[i] = ((ulong)SortableFloat.KeyOf(value) << 32) | (index + (uint)i);
            }
        }
    }

    /// <summary>
    /// Sorts the pixels of one region and writes for each how many have a lower value: equal for equal pixels, apart by
    /// their number for the next.
    /// </summary>
    /// <param name="items">The region's pixels.</param>
    /// <param name="spare">As many elements to work with.</param>
    /// <param name="ranks">Receives the ranks; others are left as they are.</param>
    public static void Rank(Span<ulong> items, Span<ulong> spare, Span<int> ranks)
    {
        RadixSort.Sort(items, spare);
        int rank = 0;
        ulong last = items[0] >> 32;
        for (int i = 0; i < items.Length; i++)
        {
            ulong key = items[i] >> 32;
            if (key != last)
                (last, rank) = (key, i);
            ranks[(int)(uint)items[i]] = rank;
        }
    }
}
