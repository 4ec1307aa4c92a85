using CellSeg.Numerics;

namespace CellSeg.Datasets.Inspection;

/// <summary>How large the cells of a data set are, in pixels; NaN without cells.</summary>
/// <param name="Min">The smallest area.</param>
/// <param name="Percentile5">The area that 5 % of the cells are below.</param>
/// <param name="Percentile25">The area that 25 % of the cells are below.</param>
/// <param name="Median">The area that half of the cells are below.</param>
/// <param name="Percentile75">The area that 75 % of the cells are below.</param>
/// <param name="Percentile95">The area that 95 % of the cells are below.</param>
/// <param name="Max">The largest area.</param>
public sealed record CellSizes(
    double Min, double Percentile5, double Percentile25, double Median, double Percentile75, double Percentile95, double Max)
{
    /// <summary>The sizes of some cells.</summary>
    /// <param name="areas">Their areas in ascending order.</param>
    internal static CellSizes Of(int[] areas)
    {
        return new(Find(0), Find(5), Find(25), Find(50), Find(75), Find(95), Find(100));
        double Find(double percent) => Percentile.Find<int>(areas, percent);
    }
}
