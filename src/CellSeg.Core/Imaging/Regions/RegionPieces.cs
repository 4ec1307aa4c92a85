using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Runs;

namespace CellSeg.Imaging.Regions;

/// <summary>The connected pieces of a cell; mostly there is one.</summary>
internal static class RegionPieces
{
    /// <summary>The runs of each piece, the pieces in the raster order of their first pixels.</summary>
    /// <param name="runs">The runs of a cell, in raster order.</param>
    /// <param name="connectivity">Which pixels are neighbours.</param>
    public static IReadOnlyList<List<CellRun>> Split(List<CellRun> runs, PixelConnectivity connectivity)
    {
        using var regions = new RunList();
        var rows = new int[runs.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = runs[i].Row;
            regions.Add(new RegionRun(runs[i].Start, runs[i].End, i));
        }
        int count = ConnectedComponents.FindRegions(regions, rows, connectivity);
        if (count == 1)
            return [runs];
        var pieces = new List<CellRun>[count];
        for (int i = 0; i < rows.Length; i++)
            (pieces[regions.Span[i].Region - 1] ??= []).Add(runs[i]);
        return pieces;
    }
}
