using CellSeg.Numerics;

namespace CellSeg.Datasets.Inspection.Frames;

/// <summary>The cells of all frames of a set.</summary>
/// <param name="Areas">Their areas in pixels, in ascending order.</param>
/// <param name="TouchingShare">The share of them that touch another one; NaN without cells.</param>
internal sealed record CellPopulation(int[] Areas, double TouchingShare)
{
    /// <summary>The cells of some frames.</summary>
    public static CellPopulation Of(IEnumerable<FrameRecord> frames)
    {
        CellStatistics[] cells = [.. frames.Select(frame => frame.Cells).OfType<CellStatistics>()];
        int[] areas = [.. cells.SelectMany(frame => frame.SortedAreas).Order()];
        return new CellPopulation(areas, cells.Sum(frame => frame.TouchingCount) / (double)areas.Length);
    }

    /// <summary>The area below which a percentage of the cells are; NaN without cells.</summary>
    public double FindArea(double percent) => Percentile.Find<int>(Areas, percent);
}
