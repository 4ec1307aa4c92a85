using CellSeg.Numerics;

namespace CellSeg.Imaging;

/// <summary>How large the cells of a label image are.</summary>
public static class CellSizes
{
    /// <summary>The diameter of a circle with the median area of the cells, in pixels; NaN where there is no cell.</summary>
    /// <param name="labels">The cells.</param>
    public static double MedianDiameter(LabelImage labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        double[] areas = [.. labels.Pixels.Where(label => label > 0).CountBy(label => label).Select(cell => (double)cell.Value)];
        if (areas.Length == 0)
            return double.NaN;
        Array.Sort(areas);
        return Math.Sqrt(4 * Percentile.Find(areas, 50) / Math.PI);
    }
}
