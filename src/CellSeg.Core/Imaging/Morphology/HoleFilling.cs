using CellSeg.Imaging.Morphology.Runs;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>Fills the holes of cells: background that one cell encloses entirely.</summary>
public static class HoleFilling
{
    private const int Open = -1;

    /// <summary>
    /// Gives each 4-connected piece of background that touches one cell only, and not the image border, to that cell.
    /// Background between several cells stays.
    /// </summary>
    /// <param name="labels">Row-major labels, changed in place.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The span has another length than the image.</exception>
    public static void Fill(Span<int> labels, int height, int width)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        using var maskBuffer = new PooledBuffer<bool>(count);
        var background = maskBuffer.Span;
        Threshold.Background(labels, background);
        using var runList = new RunList();
        int regionCount = ConnectedComponents.FindRegions<bool>(
            background, height, width, PixelConnectivity.Four, runList);
        var runs = runList.Span;

        using var ownerBuffer = new PooledBuffer<int>(regionCount + 1, clear: true);
        var owners = ownerBuffer.Span;
        foreach (ref readonly var run in runs)
            MeetNeighbours(labels, run, height, width, ref owners[run.Region]);
        foreach (ref readonly var run in runs)
        {
            if (owners[run.Region] > 0)
                labels[run.Start..run.End].Fill(owners[run.Region]);
        }
    }

    /// <summary>Narrows down who owns a piece of background: the one label it touches, or <see cref="Open"/>.</summary>
    private static void MeetNeighbours(ReadOnlySpan<int> labels, in RegionRun run, int height, int width, ref int owner)
    {
        int row = run.Start / width;
        if (owner == Open)
            return;
        if (row == 0 || row == height - 1 || run.Start == row * width || run.End == (row + 1) * width)
        {
            owner = Open;
            return;
        }
        Meet(labels[run.Start - 1], ref owner);
        Meet(labels[run.End], ref owner);
        for (int i = run.Start; i < run.End; i++)
        {
            Meet(labels[i - width], ref owner);
            Meet(labels[i + width], ref owner);
        }
    }

    private static void Meet(int label, ref int owner)
    {
        if (label != 0 && owner != label)
            owner = owner == 0 ? label : Open;
    }
}
