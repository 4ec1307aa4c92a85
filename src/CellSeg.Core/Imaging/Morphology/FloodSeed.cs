using System.Runtime.InteropServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>A pixel that has its label before the flood of its region begins.</summary>
/// <param name="Region">Its region.</param>
/// <param name="Pixel">Where, <c>y * width + x</c>.</param>
/// <param name="Label">Its label, above 0.</param>
/// <param name="IsWaiting">Whether its neighbours are still to be visited.</param>
internal readonly record struct FloodSeed(int Region, int Pixel, int Label, bool IsWaiting)
{
    /// <summary>The markers of contested regions in raster order, which all wait.</summary>
    public static List<FloodSeed> From(List<Marker> markers, ReadOnlySpan<int> fills)
    {
        var seeds = new List<FloodSeed>(markers.Count);
        foreach (var marker in markers)
        {
            if (fills[marker.Region] == Watershed.Contested)
                seeds.Add(new FloodSeed(marker.Region, marker.Pixel, marker.Label, true));
        }
        return seeds;
    }

    /// <summary>The same seeds in order of region; within a region their order stays.</summary>
    public static FloodSeed[] GroupByRegion(List<FloodSeed> seeds, int regionCount)
    {
        var starts = new int[regionCount + 2];
        foreach (ref readonly var seed in CollectionsMarshal.AsSpan(seeds))
            starts[seed.Region + 1]++;
        for (int region = 1; region < starts.Length; region++)
            starts[region] += starts[region - 1];
        var grouped = new FloodSeed[seeds.Count];
        foreach (ref readonly var seed in CollectionsMarshal.AsSpan(seeds))
            grouped[starts[seed.Region]++] = seed;
        return grouped;
    }
}
