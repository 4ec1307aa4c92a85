namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Ranks the pixels of a flood by region, then by value: pixels are gathered by region, and the bits of their values
/// sorted by radix, in linear time and without rounding.
/// </summary>
internal static class PixelRanking
{
    /// <summary>
    /// Writes for each pixel of a contested region how many pixels come before all of its region and value: equal for
    /// equal pixels, apart by their number for the next.
    /// </summary>
    /// <param name="values">Row-major values, none of them NaN within a region.</param>
    /// <param name="runs">The regions.</param>
    /// <param name="fills">For each region <see cref="Watershed.Contested"/> or something else.</param>
    /// <param name="width">Columns.</param>
    /// <param name="descending">Whether high values come first.</param>
    /// <param name="ranks">Receives the ranks at <see cref="FloodState.IndexOf(int, int)"/>; others are left as they are.</param>
    /// <returns>How many pixels were ranked.</returns>
    public static int Rank(
        ReadOnlySpan<float> values, ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills, int width, bool descending,
        Span<int> ranks)
    {
        using var endBuffer = new PooledBuffer<int>(fills.Length, clear: true);
        var ends = endBuffer.Span;
        int count = FindStarts(runs, fills, ends);
        using var itemBuffer = new PooledBuffer<ulong>(count);
        using var spareBuffer = new PooledBuffer<ulong>(count);
        var items = itemBuffer.Span;
        // Gathering moves each start to the end of its region.
        Gather(values, runs, fills, width, descending, ends, items);
        int start = 0;
        for (int region = 0; region < ends.Length; region++)
        {
            if (fills[region] != Watershed.Contested)
                continue;
            var part = items[start..ends[region]];
            RadixSort.Sort(part, spareBuffer.Span[start..ends[region]]);
            Number(part, start, ranks);
            start = ends[region];
        }
        return count;
    }

    /// <summary>Where the pixels of each contested region begin; returns how many pixels there are in all.</summary>
    private static int FindStarts(ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills, Span<int> starts)
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

    private static void Gather(
        ReadOnlySpan<float> values, ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills, int width, bool descending,
        Span<int> starts, Span<ulong> items)
    {
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] != Watershed.Contested)
                continue;
            var source = values[run.Start..run.End];
            var output = items.Slice(starts[run.Region], source.Length);
            starts[run.Region] += source.Length;
            uint index = (uint)FloodState.IndexOf(run.Start, width);
            for (int i = 0; i < source.Length; i++)
            {
                float value = descending ? -source[i] : source[i];
                output[i] = ((ulong)SortableFloat.KeyOf(value) << 32) | (index + (uint)i);
            }
        }
    }

    private static void Number(ReadOnlySpan<ulong> items, int start, Span<int> ranks)
    {
        int rank = start;
        ulong last = items[0] >> 32;
        for (int i = 0; i < items.Length; i++)
        {
            ulong key = items[i] >> 32;
            if (key != last)
                (last, rank) = (key, start + i);
            ranks[(int)(uint)items[i]] = rank;
        }
    }
}
