using System.Runtime.InteropServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Starts a flood whose markers are tied. All markers have the same age, so that value and age leave open in which order
/// markers of one value are taken, and where regions meet on a plateau can depend on it. scikit-image's answer is what
/// its binary heap happens to do; to agree with it to the pixel the flood starts on the same kind of heap and moves to
/// the fast queue once no two such markers are left.
/// </summary>
internal static class MarkerTies
{
    /// <summary>Whether two marker pixels of one contested region have one value.</summary>
    public static bool Exist(List<Marker> markers, ReadOnlySpan<int> fills)
    {
        var seen = new HashSet<(int, float)>(markers.Count);
        foreach (var marker in markers)
        {
            if (fills[marker.Region] == Watershed.Contested && !seen.Add((marker.Region, marker.Value)))
                return true;
        }
        return false;
    }

    /// <summary>Floods until no tie is left.</summary>
    /// <param name="markers">All markers in raster order, those of other regions too: the heap's order depends on them.</param>
    /// <param name="heapFlood">A flood that has not begun.</param>
    /// <param name="fills">What becomes of each region.</param>
    /// <returns>The pixels of contested regions that have a label now, those that wait in the order of the queue.</returns>
    public static List<FloodSeed> Resolve(List<Marker> markers, HeapFlood heapFlood, ReadOnlySpan<int> fills)
    {
        var waiting = new Dictionary<(int, uint), int>(markers.Count);
        int ties = 0;
        foreach (var marker in markers)
        {
            heapFlood.Start(marker);
            if (fills[marker.Region] != Watershed.Contested)
                continue;
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(
                waiting, (marker.Region, SortableFloat.KeyOf(marker.Value)), out _);
            ties += count++ > 0 ? 1 : 0;
        }
        var seeds = new List<FloodSeed>(4 * markers.Count);
        while (ties > 0)
        {
            var taken = heapFlood.Step();
            Add(taken, false, heapFlood, fills, seeds);
            if (taken.IsMarker && fills[taken.Region] == Watershed.Contested && --waiting[(taken.Region, taken.Key)] > 0)
                ties--;
        }
        while (heapFlood.TryTake(out var left))
            Add(left, true, heapFlood, fills, seeds);
        return seeds;
    }

    private static void Add(
        HeapFlood.Entry entry, bool isWaiting, HeapFlood flood, ReadOnlySpan<int> fills, List<FloodSeed> seeds)
    {
        if (fills[entry.Region] == Watershed.Contested)
            seeds.Add(new FloodSeed(entry.Region, entry.Pixel, flood.Labels[entry.Pixel], isWaiting));
    }
}
