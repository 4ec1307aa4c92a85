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
        int[] areas = [.. labels.GetAreas().Values.Order()];
        return areas.Length == 0 ? double.NaN : Math.Sqrt(4 * Percentile.Find<int>(areas, 50) / Math.PI);
    }
}
