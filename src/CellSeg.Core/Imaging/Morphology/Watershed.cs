using System.Numerics;
using System.Runtime.InteropServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Marker-controlled watershed: an exact priority flood. Pixels are taken by value, then by age in the queue; a pixel
/// gets its label when it is put into the queue; neighbours are visited up, left, right, down; there is no watershed line
/// (Beucher and Meyer 1993; the order is that of scikit-image's <c>watershed</c>, with which the result agrees to the
/// pixel).
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

    /// <summary>Floods from the markers, lowest values first.</summary>
    /// <param name="levels">Row-major heights of the landscape. A pixel that is not a number counts as outside the mask.</param>
    /// <param name="mask">Where labels may go; empty means everywhere.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="labels">
    /// Markers on entry (above 0; those outside the mask are dropped), regions on return: what no marker reaches is 0.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Flood(
        ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int height, int width, Span<int> labels)
        => Run(levels, mask, height, width, labels, descending: false);

    /// <summary>
    /// Floods from the markers, highest values first: the same as <see cref="Flood"/> on the negated map, without the copy.
    /// </summary>
    /// <inheritdoc cref="Flood"/>
    public static void FloodFromPeaks(
        ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int height, int width, Span<int> labels)
        => Run(levels, mask, height, width, labels, descending: true);

    private static void Run(
        ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int height, int width, Span<int> labels, bool descending)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, levels.Length);
        ImageShape.Require(count, labels.Length);
        if (!mask.IsEmpty)
            ImageShape.Require(count, mask.Length);

        using var maskBuffer = new PooledBuffer<bool>(count);
        if (mask.IsEmpty || HasNaN(levels))
        {
            RestrictToNumbers(levels, mask, maskBuffer.Span);
            mask = maskBuffer.Span;
        }
        var runList = new List<RegionRun>(1024);
        int regionCount = ConnectedComponents.FindRegions(mask, height, width, PixelConnectivity.Four, runList);
        var runs = CollectionsMarshal.AsSpan(runList);
        var markers = Marker.Collect(labels, levels, runs, descending);
        labels.Clear();
        using var fillBuffer = new PooledBuffer<int>(regionCount + 1, clear: true);
        var fills = fillBuffer.Span;
        if (FindFills(markers, fills) > 0)
            FloodContested(levels, height, width, descending, runs, fills, markers, labels);
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] != Contested)
                labels[run.Start..run.End].Fill(fills[run.Region]);
        }
    }

    private static bool HasNaN(ReadOnlySpan<float> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var next = new Vector<float>(values[i..]);
            if (!Vector.EqualsAll(next, next))
                return true;
        }
        for (; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return true;
        }
        return false;
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
        ReadOnlySpan<float> levels, int height, int width, bool descending, ReadOnlySpan<RegionRun> runs,
        ReadOnlySpan<int> fills, List<Marker> markers, Span<int> labels)
    {
        // One row above and below and one column between the rows keep the neighbours of border pixels off the image.
        // A free pixel holds the rank of its value, a labelled one the complement of its label, all others Outside: a
        // single array says all there is to know about a neighbour.
        int stride = checked(width + 1);
        using var stateBuffer = new PooledBuffer<int>(checked((stride * (height + 2)) + 1));
        var state = stateBuffer.Span;
        state.Fill(FloodState.Outside);
        int pixelCount = PixelRanking.Rank(levels, runs, fills, width, descending, state);

        var queue = new FloodQueue(pixelCount);
        try
        {
            if (MarkerTies.Exist(markers, fills))
            {
                using var labelBuffer = new PooledBuffer<int>(levels.Length);
                var heapFlood = new HeapFlood(levels, runs, height, width, descending, labelBuffer.Span, markers.Count);
                MarkerTies.Resolve(markers, heapFlood, fills, width, state, queue);
            }
            else
            {
                PutMarkers(markers, fills, width, state, queue);
            }
            queue.Spread(state, stride);
        }
        finally
        {
            queue.Dispose();
        }
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] != Contested)
                continue;
            var output = labels[run.Start..run.End];
            var source = state.Slice(FloodState.IndexOf(run.Start, width), run.Length);
            for (int i = 0; i < output.Length; i++)
                output[i] = ~source[i];
        }
    }

    private static void PutMarkers(
        List<Marker> markers, ReadOnlySpan<int> fills, int width, Span<int> state, FloodQueue queue)
    {
        // First all labels, then the queue: a marker never takes the pixel of another.
        foreach (var marker in markers)
        {
            if (fills[marker.Region] != Contested)
                continue;
            int pixel = FloodState.IndexOf(marker.Pixel, width);
            queue.Put(state[pixel], pixel);
            state[pixel] = ~marker.Label;
        }
    }
}
