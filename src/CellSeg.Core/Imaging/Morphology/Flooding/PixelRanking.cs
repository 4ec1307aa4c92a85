using CellSeg.Imaging.Morphology.Runs;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>
/// Ranks the pixels of a region by value, highest first: the bits of their values are sorted by radix, in linear time and
/// without rounding.
/// </summary>
internal static class PixelRanking
{
    /// <summary>Gathers the pixels of a region.</summary>
    /// <param name="values">Row-major values, none of them NaN within the region.</param>
    /// <param name="runs">The region.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="window">Where the region lies.</param>
    /// <param name="items">
    /// Receives the pixels: the sortable negated value in the upper half, <see cref="FloodWindow.IndexOf"/> in the lower.
    /// </param>
    /// <returns>How many pixels there are.</returns>
    public static int Gather(
        ReadOnlySpan<float> values, ReadOnlySpan<RegionRun> runs, int width, FloodWindow window, Span<ulong> items)
    {
        int count = 0;
        foreach (ref readonly var run in runs)
        {
            var source = values[run.Start..run.End];
            var output = items.Slice(count, source.Length);
            count += source.Length;
            uint index = (uint)window.IndexOf(run.Start, width);
            for (int i = 0; i < source.Length; i++)
                output[i] = ((ulong)SortableFloat.KeyOf(-source[i]) << 32) | (index + (uint)i);
        }
        return count;
    }

    /// <summary>
    /// Sorts pixels and writes for each how many have a higher value: equal for equal pixels, apart by their number for
    /// the next.
    /// </summary>
    /// <param name="items">The pixels.</param>
    /// <param name="spare">As many elements to work with.</param>
    /// <param name="ranks">Receives the ranks; others are left as they are.</param>
    public static void Rank(Span<ulong> items, Span<ulong> spare, Span<int> ranks)
    {
        RadixSort.Sort(items, spare);
        int rank = 0;
        uint last = 0;
        for (int i = 0; i < items.Length; i++)
        {
            uint key = (uint)(items[i] >> 32);
            // Not a branch: whether the next value is a new one is as good as random.
            int isNew = key == last ? 0 : 1;
            rank += (i - rank) * isNew;
            last = key;
            ranks[(int)(uint)items[i]] = rank;
        }
    }
}
