using CellSeg.Numerics;

namespace CellSeg.Datasets.Inspection.Fingerprints;

/// <summary>
/// The place of each value among the different values of a plane, in ascending order: 1 for the lowest, 0 for what is not
/// finite. Ranks stay the same when a contrast is stretched, an offset added, a gamma applied, or the numbers are saved in
/// another type, as long as no two values become one.
/// </summary>
internal static class IntensityRanks
{
    // Whole numbers within such a range are looked up in a table; others are sorted.
    private const int LargestTable = 1 << 18;

    /// <summary>Ranks the values of a plane.</summary>
    /// <param name="plane">Any intensities.</param>
    /// <param name="ranks">Receives a rank for each.</param>
    /// <returns>How many different finite values there are.</returns>
    public static int Rank(ReadOnlySpan<float> plane, Span<int> ranks)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        bool isWhole = true;
        foreach (float value in plane)
        {
            if (!float.IsFinite(value))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
            isWhole &= value == MathF.Floor(value);
        }
        if (low > high)
        {
            ranks.Clear();
            return 0;
        }
        return isWhole && (double)high - low < LargestTable ? RankByTable(plane, low, high, ranks) : RankBySorting(plane, ranks);
    }

    private static int RankByTable(ReadOnlySpan<float> plane, float low, float high, Span<int> ranks)
    {
        // Whole numbers that far apart and no further are exact, so are their differences.
        int[] table = new int[(int)((double)high - low) + 1];
        foreach (float value in plane)
        {
            if (float.IsFinite(value))
                table[(int)((double)value - low)] = 1;
        }
        int levels = 0;
        foreach (ref int entry in table.AsSpan())
        {
            if (entry != 0)
                entry = ++levels;
        }
        for (int i = 0; i < plane.Length; i++)
            ranks[i] = float.IsFinite(plane[i]) ? table[(int)((double)plane[i] - low)] : 0;
        return levels;
    }

    private static int RankBySorting(ReadOnlySpan<float> plane, Span<int> ranks)
    {
        var sorted = Percentile.SortFinite(plane);
        float[] levels = new float[sorted.Length];
        int count = 0;
        foreach (float value in sorted)
        {
            if (count == 0 || value != levels[count - 1])
                levels[count++] = value;
        }
        for (int i = 0; i < plane.Length; i++)
            ranks[i] = float.IsFinite(plane[i]) ? Array.BinarySearch(levels, 0, count, plane[i]) + 1 : 0;
        return count;
    }
}
