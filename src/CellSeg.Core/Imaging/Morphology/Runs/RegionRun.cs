namespace CellSeg.Imaging.Morphology.Runs;

/// <summary>A run of equal pixels within one row, part of a connected region.</summary>
/// <param name="start">The first pixel, <c>y * width + x</c>.</param>
/// <param name="end">The pixel after the last.</param>
/// <param name="parent">Its own index in the list of runs.</param>
internal struct RegionRun(int start, int end, int parent)
{
    /// <summary>The first pixel, <c>y * width + x</c>.</summary>
    public readonly int Start = start;

    /// <summary>The pixel after the last.</summary>
    public readonly int End = end;

    /// <summary>A run of the same region that comes earlier, or itself.</summary>
    public int Parent = parent;

    /// <summary>The number of its region, from 1.</summary>
    public int Region;

    /// <summary>Pixels.</summary>
    public readonly int Length => End - Start;
}
