using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Runs;

namespace CellSeg.Evaluation.Properties;

/// <summary>In how many pieces the cells of an image lie; pixels that touch by a corner are one piece.</summary>
internal static class PieceCounts
{
    /// <summary>The pieces of each cell, by its number.</summary>
    /// <param name="labels">The cells.</param>
    /// <param name="cells">The number of the cell at each pixel, -1 for background.</param>
    /// <param name="count">How many cells there are.</param>
    public static int[] Measure(LabelImage labels, int[] cells, int count)
    {
        using var runs = new RunList();
        ConnectedComponents.FindRegions<int>(labels.Pixels, labels.Height, labels.Width, PixelConnectivity.Eight, runs);
        int[] pieces = new int[count];
        int last = 0;
        foreach (ref readonly var run in runs.Span)
        {
            // Regions are numbered in the order of their first runs.
            if (run.Region <= last)
                continue;
            last = run.Region;
            pieces[cells[run.Start]]++;
        }
        return pieces;
    }
}
