using System.Runtime.InteropServices;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

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
        var seen = new HashSet<ulong>(markers.Count);
        foreach (var marker in markers)
        {
            if (fills[marker.Region] == Watershed.Contested && !seen.Add(GroupOf(marker)))
                return true;
        }
        return false;
    }

    /// <summary>Floods until no tie is left.</summary>
    /// <param name="markers">All markers in raster order, those of other regions too: the heap's order depends on them.</param>
    /// <param name="heapFlood">A flood that has not begun.</param>
    /// <param name="fills">What becomes of each region.</param>
    /// <returns>The pixels that have a label now, in the order in which they got it.</returns>
    public static List<FloodSeed> Resolve(List<Marker> markers, HeapFlood heapFlood, ReadOnlySpan<int> fills)
    {
        var waiting = new Dictionary<ulong, int>(markers.Count);
        int ties = 0;
        foreach (var marker in markers)
        {
            heapFlood.Start(marker);
            if (fills[marker.Region] == Watershed.Contested
                && CollectionsMarshal.GetValueRefOrAddDefault(waiting, GroupOf(marker), out _)++ > 0)
            {
                ties++;
            }
        }
        while (ties > 0)
        {
            // Markers are the first pixels that got a label.
            int taken = heapFlood.Step();
            if (taken < markers.Count && fills[markers[taken].Region] == Watershed.Contested
                && --CollectionsMarshal.GetValueRefOrNullRef(waiting, GroupOf(markers[taken])) > 0)
            {
                ties--;
            }
        }
        return heapFlood.Pixels;
    }

    /// <summary>One number for a region and a value.</summary>
    private static ulong GroupOf(Marker marker) => ((ulong)marker.Region << 32) | SortableFloat.KeyOf(marker.Value);
}
