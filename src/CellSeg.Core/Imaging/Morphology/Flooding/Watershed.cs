using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology.Runs;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>
/// Marker-controlled watershed: an exact priority flood. Pixels are taken by value, then by age in the queue, which marker
/// pixels enter first, in raster order; a pixel gets its label when it is put into the queue; neighbours are visited up,
/// left, right, down; there is no watershed line (Beucher and Meyer 1993). As long as no two marker pixels of a connected
/// piece of the mask have one value, the result agrees with scikit-image's <c>watershed</c> to the pixel; which of two
/// such pixels comes first there is up to the swaps of its heap.
/// </summary>
/// <remarks>
/// Three things make it fast, none of which rounds anything: connected pieces of the mask do not influence each other,
/// so that a piece with one marker is filled and the others are flooded one after the other, which keeps them in the
/// cache; values are ranked once by a radix sort; and on ranks a queue is a few bit operations
/// (<see cref="FloodQueue"/>).
/// </remarks>
public static class Watershed
{
    /// <summary>In place of the label that fills a region: it has markers of several labels.</summary>
    internal const int Contested = -1;

    // How many times the image all windows together may be.
    private const long MaximumWindows = 4;

    /// <summary>Floods from the markers, highest values first: cells are peaks of the maps that networks learn.</summary>
    /// <param name="levels">Row-major heights. A pixel that is not a number counts as outside the mask.</param>
    /// <param name="mask">Where labels may go; empty means everywhere.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="labels">
    /// Markers on entry (above 0; those outside the mask are dropped), regions on return: what no marker reaches is 0.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void FloodFromPeaks(
        ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int height, int width, Span<int> labels)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, levels.Length);
        ImageShape.Require(count, labels.Length);
        if (!mask.IsEmpty)
            ImageShape.Require(count, mask.Length);

        using var maskBuffer = new PooledBuffer<bool>(count);
        if (mask.IsEmpty || TensorPrimitives.IsNaNAny(levels))
        {
            RestrictToNumbers(levels, mask, maskBuffer.Span);
            mask = maskBuffer.Span;
        }
        using var runList = new RunList();
        int regionCount = ConnectedComponents.FindRegions(mask, height, width, PixelConnectivity.Four, runList);
        var runs = runList.Span;
        var markers = Marker.Take(labels, runs);
        using var fillBuffer = new PooledBuffer<int>(regionCount + 1, clear: true);
        var fills = fillBuffer.Span;
        if (FindFills(markers, fills) > 0)
            FloodContested(levels, height, width, runs, fills, markers, labels);
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] != Contested)
                labels[run.Start..run.End].Fill(fills[run.Region]);
        }
    }

    private static void RestrictToNumbers(ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, Span<bool> result)
    {
        if (mask.IsEmpty)
            result.Fill(true);
        else
            mask.CopyTo(result);
        for (int i = 0; i < result.Length; i++)
            result[i] &= !float.IsNaN(levels[i]);
    }

    /// <summary>
    /// For each region the label that fills it, 0 without a marker, or <see cref="Contested"/>; returns how many are that.
    /// </summary>
    private static int FindFills(List<Marker> markers, Span<int> fills)
    {
        int contested = 0;
        foreach (var marker in markers)
        {
            ref int fill = ref fills[marker.Region];
            if (fill == 0)
                fill = marker.Label;
            else if (fill != marker.Label && fill != Contested)
            {
                fill = Contested;
                contested++;
            }
        }
        return contested;
    }

    private static void FloodContested(
        ReadOnlySpan<float> levels, int height, int width, ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills,
        List<Marker> markers, Span<int> labels)
    {
        var grouped = Marker.GroupByRegion(markers, fills);
        using var groups = new RegionGroups(runs, fills, width);
        if (groups.TotalWindow > MaximumWindows * levels.Length)
        {
            // Regions that wind around each other have windows much larger than they are; all share the image's then,
            // and since they do not touch they can be flooded at once.
            using var whole = new RegionFlood(groups.TotalArea, new FloodWindow(0, 0, height, width).Length);
            whole.Run(levels, width, groups.AllRuns, new FloodWindow(0, 0, height, width), grouped, labels);
            return;
        }
        using var flood = new RegionFlood(groups.LargestArea, groups.LargestWindow);
        for (int first = 0, end; first < grouped.Length; first = end)
        {
            int region = grouped[first].Region;
            for (end = first + 1; end < grouped.Length && grouped[end].Region == region;)
                end++;
            flood.Run(
                levels, width, groups.RunsOf(region), groups.WindowOf(region), grouped.AsSpan(first, end - first), labels);
        }
    }
}
