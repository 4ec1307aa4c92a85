namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>A pixel that has its label before the flood of its region begins.</summary>
/// <param name="Region">Its region.</param>
/// <param name="Pixel">Where, <c>y * width + x</c>.</param>
/// <param name="Label">Its label, above 0.</param>
/// <param name="IsWaiting">Whether its neighbours are still to be visited.</param>
internal readonly record struct FloodSeed(int Region, int Pixel, int Label, bool IsWaiting)
{
    /// <summary>The pixels of contested regions in order of region; within a region their order stays.</summary>
    public static FloodSeed[] GroupByRegion(ReadOnlySpan<FloodSeed> seeds, ReadOnlySpan<int> fills)
    {
        var starts = new int[fills.Length + 1];
        foreach (ref readonly var seed in seeds)
            starts[seed.Region + 1] += fills[seed.Region] == Watershed.Contested ? 1 : 0;
        for (int region = 1; region < starts.Length; region++)
            starts[region] += starts[region - 1];
        var grouped = new FloodSeed[starts[^1]];
        foreach (ref readonly var seed in seeds)
        {
            if (fills[seed.Region] == Watershed.Contested)
                grouped[starts[seed.Region]++] = seed;
        }
        return grouped;
    }
}
