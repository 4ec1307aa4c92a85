namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Ranks the pixels of a flood by region, then by value: a radix sort on 22 bits of the value's place in the range, an
/// exact sort of the few that these bits do not tell apart, and a last pass that gathers the regions.
/// </summary>
internal static class PixelRanking
{
    private const int DigitBits = 11;
    private const int DigitCount = 1 << DigitBits;
    private const int MaxKey = (1 << (2 * DigitBits)) - 1;

    /// <summary>
    /// Writes for each pixel of a contested region how many pixels come before all of its region and value: equal for
    /// equal pixels, apart by their number for the next.
    /// </summary>
    /// <param name="values">Row-major values, none of them NaN within a region.</param>
    /// <param name="regions">Row-major regions, 0 for none.</param>
    /// <param name="fills">For each region <see cref="Watershed.Contested"/> or something else.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="descending">Whether high values come first.</param>
    /// <param name="ranks">Receives the ranks at <see cref="FloodState.IndexOf"/>; others are left as they are.</param>
    /// <returns>How many pixels were ranked.</returns>
    public static int Rank(
        ReadOnlySpan<float> values, ReadOnlySpan<int> regions, ReadOnlySpan<int> fills, int height, int width,
        bool descending, Span<int> ranks)
    {
        using var keyBuffer = new PooledBuffer<float>(values.Length);
        using var itemBuffer = new PooledBuffer<Item>(values.Length);
        using var spareBuffer = new PooledBuffer<Item>(values.Length);
        int count = Collect(values, regions, fills, height, width, descending, itemBuffer.Span, keyBuffer.Span);
        if (count == 0)
            return 0;

        var items = itemBuffer.Span[..count];
        var spare = spareBuffer.Span[..count];
        var range = ValueRange.Of(keyBuffer.Span[..count]);
        var scale = new Scale(range.Minimum, MaxKey / (range.Maximum - range.Minimum));
        SortByKey(items, spare, scale);
        SortWithinKeys(items, scale);
        GatherRegions(items, spare, fills.Length);

        int start = 0;
        for (int i = 0; i < spare.Length; i++)
        {
            if (spare[i].Value != spare[start].Value || spare[i].Region != spare[start].Region)
                start = i;
            ranks[spare[i].Pixel] = start;
        }
        return count;
    }

    private static int Collect(
        ReadOnlySpan<float> values, ReadOnlySpan<int> regions, ReadOnlySpan<int> fills, int height, int width,
        bool descending, Span<Item> items, Span<float> keys)
    {
        int count = 0;
        for (int y = 0; y < height; y++)
        {
            var rowValues = values.Slice(y * width, width);
            var rowRegions = regions.Slice(y * width, width);
            int offset = FloodState.IndexOf(y, 0, width);
            for (int x = 0; x < width;)
            {
                int region = rowRegions[x];
                int gap = rowRegions[x..].IndexOfAnyExcept(region);
                int end = gap < 0 ? width : x + gap;
                if (fills[region] != Watershed.Contested)
                    x = end;
                for (; x < end; x++)
                {
                    float value = descending ? -rowValues[x] : rowValues[x];
                    keys[count] = value;
                    items[count++] = new Item(value, offset + x, region);
                }
            }
        }
        return count;
    }

    private static void SortByKey(Span<Item> items, Span<Item> spare, Scale scale)
    {
        Span<int> low = stackalloc int[DigitCount];
        Span<int> high = stackalloc int[DigitCount];
        low.Clear();
        high.Clear();
        foreach (ref readonly var item in items)
        {
            int key = scale.KeyOf(item.Value);
            low[key & (DigitCount - 1)]++;
            high[key >> DigitBits]++;
        }
        ToStarts(low);
        ToStarts(high);
        foreach (ref readonly var item in items)
            spare[low[scale.KeyOf(item.Value) & (DigitCount - 1)]++] = item;
        foreach (ref readonly var item in spare)
            items[high[scale.KeyOf(item.Value) >> DigitBits]++] = item;
    }

    /// <summary>Sorts exactly what shares a key; most often that is nothing, or equal values.</summary>
    private static void SortWithinKeys(Span<Item> items, Scale scale)
    {
        for (int i = 1; i < items.Length; i++)
        {
            if (items[i - 1].Value <= items[i].Value)
                continue;
            // Out of order, which can only be within one key.
            int key = scale.KeyOf(items[i].Value);
            int start = i - 1, end = i + 1;
            while (start > 0 && scale.KeyOf(items[start - 1].Value) == key)
                start--;
            while (end < items.Length && scale.KeyOf(items[end].Value) == key)
                end++;
            items[start..end].Sort(static (a, b) => a.Value.CompareTo(b.Value));
            i = end;
        }
    }

    private static void GatherRegions(ReadOnlySpan<Item> items, Span<Item> gathered, int regionCount)
    {
        using var startBuffer = new PooledBuffer<int>(regionCount, clear: true);
        var starts = startBuffer.Span;
        foreach (ref readonly var item in items)
            starts[item.Region]++;
        ToStarts(starts);
        foreach (ref readonly var item in items)
            gathered[starts[item.Region]++] = item;
    }

    private static void ToStarts(Span<int> counts)
    {
        int start = 0;
        foreach (ref int count in counts)
            (start, count) = (start + count, start);
    }

    /// <summary>Where a value lies between the lowest and the highest, in whole steps: never decreasing with the value.</summary>
    private readonly record struct Scale(float Minimum, float Factor)
    {
        // An infinite range or factor puts all or most values into one key, which costs time and no exactness.
        public int KeyOf(float value) => Math.Clamp((int)((value - Minimum) * Factor), 0, MaxKey);
    }

    private readonly record struct Item(float Value, int Pixel, int Region);
}
