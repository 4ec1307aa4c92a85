using System.Runtime.InteropServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Ranks the pixels of a mask by value: a radix sort on 22 bits of the value's place in the range, then an exact sort of
/// the few that these bits do not tell apart.
/// </summary>
internal static class PixelRanking
{
    private const int DigitBits = 11;
    private const int DigitCount = 1 << DigitBits;
    private const int MaxKey = (1 << (2 * DigitBits)) - 1;

    /// <summary>Writes the rank of each pixel of the mask: how many pixels have a lower value.</summary>
    /// <param name="values">Row-major values.</param>
    /// <param name="mask">Which pixels count, or empty for all; those that are not a number never do.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="descending">Whether high values come first.</param>
    /// <param name="ranks">
    /// Receives the ranks, equal for equal values; the pixel of row y and column x is at
    /// <c>(y + 1) * (width + 1) + 1 + x</c>. Others are left as they are.
    /// </param>
    /// <returns>How many pixels were ranked.</returns>
    public static int Rank(
        ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, int height, int width, bool descending, Span<int> ranks)
    {
        using var keyBuffer = new PooledBuffer<float>(values.Length);
        using var itemBuffer = new PooledBuffer<Item>(values.Length);
        using var spareBuffer = new PooledBuffer<Item>(values.Length);
        int count = Collect(values, mask, height, width, descending, itemBuffer.Span, keyBuffer.Span);
        if (count == 0)
            return 0;

        var items = itemBuffer.Span[..count];
        var range = ValueRange.Of(keyBuffer.Span[..count]);
        var scale = new Scale(range.Minimum, MaxKey / (range.Maximum - range.Minimum));
        SortByKey(items, spareBuffer.Span[..count], scale);
        SortWithinKeys(items, scale);

        int start = 0;
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].Value != items[start].Value)
                start = i;
            ranks[items[i].Pixel] = start;
        }
        return count;
    }

    private static int Collect(
        ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, int height, int width, bool descending, Span<Item> items,
        Span<float> keys)
    {
        int count = 0;
        for (int y = 0; y < height; y++)
        {
            var rowValues = values.Slice(y * width, width);
            var rowMask = mask.IsEmpty ? mask : mask.Slice(y * width, width);
            int offset = ((y + 1) * (width + 1)) + 1;
            for (int x = 0; x < width;)
            {
                int end = width;
                if (!rowMask.IsEmpty)
                {
                    int gap = rowMask[x..].IndexOf(true);
                    if (gap < 0)
                        break;
                    x += gap;
                    int length = rowMask[x..].IndexOf(false);
                    end = length < 0 ? width : x + length;
                }
                for (; x < end; x++)
                {
                    float value = descending ? -rowValues[x] : rowValues[x];
                    if (float.IsNaN(value))
                        continue;
                    keys[count] = value;
                    items[count++] = new Item(value, offset + x);
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

    private static void ToStarts(Span<int> counts)
    {
        int start = 0;
        foreach (ref int count in counts)
            (start, count) = (start + count, start);
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

    /// <summary>Where a value lies between the lowest and the highest, in whole steps: never decreasing with the value.</summary>
    private readonly record struct Scale(float Minimum, float Factor)
    {
        // An infinite range or factor puts all or most values into one key, which costs time and no exactness.
        public int KeyOf(float value) => Math.Clamp((int)((value - Minimum) * Factor), 0, MaxKey);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Item(float Value, int Pixel);
}
