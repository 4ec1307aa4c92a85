using System.Runtime.CompilerServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Marker-controlled watershed: an exact priority flood. Pixels are taken by value, then by age in the queue; a pixel
/// gets its label when it is put into the queue; neighbours are visited up, left, right, down; there is no watershed line
/// (Beucher and Meyer 1993; the order is that of scikit-image's <c>watershed</c>, with which the result agrees to the
/// pixel).
/// </summary>
/// <remarks>
/// The queue is a <see cref="FloodQueue"/>: values are ranked once, which costs a radix sort, after which putting and
/// taking are a few bit operations. Nothing is rounded.
/// </remarks>
public static class Watershed
{
    /// <summary>State of a pixel that no flood reaches: the complement of label 0.</summary>
    internal const int Outside = ~0;

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

        // One row above and below and one column between the rows keep the neighbours of border pixels off the image.
        // Padding and background hold Outside, a free pixel the rank of its value, a labelled one the complement of its
        // label: a single array says all there is to know about a neighbour.
        int stride = checked(width + 1);
        using var stateBuffer = new PooledBuffer<int>(checked((stride * (height + 2)) + 1));
        var state = stateBuffer.Span;
        state.Fill(Outside);
        int pixelCount = PixelRanking.Rank(levels, mask, height, width, descending, state);
        if (pixelCount == 0)
        {
            labels.Clear();
            return;
        }

        var queue = new FloodQueue(pixelCount);
        try
        {
            PlaceMarkers(labels, height, width, state, ref queue);
            Spread(stride, state, ref queue);
        }
        finally
        {
            queue.Dispose();
        }
        for (int y = 0; y < height; y++)
        {
            var row = state.Slice(((y + 1) * stride) + 1, width);
            var output = labels.Slice(y * width, width);
            for (int x = 0; x < width; x++)
                output[x] = row[x] < 0 ? ~row[x] : 0;
        }
    }

    /// <summary>Labels the marker pixels and puts them into the queue.</summary>
    private static void PlaceMarkers(
        ReadOnlySpan<int> labels, int height, int width, Span<int> state, ref FloodQueue queue)
    {
        var markers = new List<RankedPixel>(1024);
        for (int y = 0; y < height; y++)
        {
            var row = labels.Slice(y * width, width);
            int offset = ((y + 1) * (width + 1)) + 1;
            // Markers are rare: look for the next one rather than at each pixel.
            for (int x = row.IndexOfAnyExcept(0); x >= 0 && x < width;)
            {
                int pixel = offset + x;
                if (row[x] > 0 && state[pixel] >= 0)
                {
                    markers.Add(new RankedPixel(state[pixel], pixel));
                    state[pixel] = ~row[x];
                }
                int gap = row[(x + 1)..].IndexOfAnyExcept(0);
                x = gap < 0 ? width : x + 1 + gap;
            }
        }
        MarkerTies.Resolve(markers, width + 1, state, ref queue);
    }

    private static void Spread(int stride, Span<int> state, ref FloodQueue queue)
    {
        while (queue.TryTake(out int pixel))
        {
            int label = state[pixel];
            Visit(pixel - stride, label, state, ref queue);
            Visit(pixel - 1, label, state, ref queue);
            Visit(pixel + 1, label, state, ref queue);
            Visit(pixel + stride, label, state, ref queue);
        }
    }

    /// <summary>Labels a neighbour and puts it into the queue if it is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Visit(int pixel, int label, Span<int> state, ref FloodQueue queue)
    {
        int rank = state[pixel];
        if (rank < 0)
            return;
        state[pixel] = label;
        queue.Put(rank, pixel);
    }
}
