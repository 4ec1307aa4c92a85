namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Puts the markers of a flood into its queue. All markers have the same age, so that value and age leave open in which
/// order markers of one value are taken, and regions that meet on a plateau can depend on it. scikit-image's answer is
/// what its binary heap happens to do; to agree with it to the pixel the flood starts on the same kind of heap and moves
/// to the fast queue once no two markers of one value are left.
/// </summary>
internal static class MarkerTies
{
    /// <summary>Starts the flood.</summary>
    /// <param name="markers">The marker pixels in raster order, already labelled in <paramref name="state"/>.</param>
    /// <param name="stride">Distance from one row to the next.</param>
    /// <param name="state">What <see cref="Watershed"/> knows of each pixel.</param>
    /// <param name="queue">Receives what is left to take, in order of age.</param>
    public static void Resolve(List<RankedPixel> markers, int stride, Span<int> state, ref FloodQueue queue)
    {
        var waiting = new Dictionary<int, int>();
        int ties = 0;
        foreach (var marker in markers)
        {
            ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                waiting, marker.Rank, out _);
            if (count++ > 0)
                ties++;
        }

        var heap = new BinaryHeap<Entry>(markers.Count + 64);
        foreach (var marker in markers)
            heap.Push(new Entry(marker.Rank, 0, marker.Pixel));
        int age = 0;
        while (ties > 0)
        {
            var entry = heap.Pop();
            if (entry.Age == 0 && --waiting[entry.Rank] > 0)
                ties--;
            int label = state[entry.Pixel];
            Visit(entry.Pixel - stride, label, state, heap, ref age);
            Visit(entry.Pixel - 1, label, state, heap, ref age);
            Visit(entry.Pixel + 1, label, state, heap, ref age);
            Visit(entry.Pixel + stride, label, state, heap, ref age);
        }
        while (heap.Count > 0)
        {
            var entry = heap.Pop();
            queue.Put(entry.Rank, entry.Pixel);
        }
    }

    private static void Visit(int pixel, int label, Span<int> state, BinaryHeap<Entry> heap, ref int age)
    {
        int rank = state[pixel];
        if (rank < 0)
            return;
        state[pixel] = label;
        heap.Push(new Entry(rank, ++age, pixel));
    }

    private readonly record struct Entry(int Rank, int Age, int Pixel) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => (((long)Rank << 32) | (uint)Age).CompareTo(((long)other.Rank << 32) | (uint)other.Age);
    }
}
