using CellSeg.Numerics;

namespace CellSeg.Imaging;

/// <summary>How large the cells of a label image are.</summary>
public static class CellDiameters
{
    /// <summary>The diameter of a circle with the median area of the cells, in pixels; NaN where there is no cell.</summary>
    /// <param name="labels">The cells.</param>
    public static double FindMedian(LabelImage labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return FindMedian(labels.GetAreas().Values);
    }

    /// <summary>The same of cells of known areas.</summary>
    /// <param name="areas">Pixels of each cell.</param>
    internal static double FindMedian(IEnumerable<int> areas)
    {
        int[] sorted = [.. areas.Order()];
        return sorted.Length == 0 ? double.NaN : Math.Sqrt(4 * Percentile.Find<int>(sorted, 50) / Math.PI);
    }
}
