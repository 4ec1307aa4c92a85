using CellSeg.Imaging.Morphology.Runs;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>The runs of an image's contested regions, one region after the other.</summary>
internal readonly ref struct RegionGroups : IDisposable
{
    private readonly PooledBuffer<RegionExtent> _extents;
    private readonly PooledBuffer<int> _ends;
    private readonly PooledBuffer<RegionRun> _runs;
    private readonly int _runCount;

    /// <summary>Sorts the runs of contested regions by region.</summary>
    /// <param name="runs">All runs in raster order.</param>
    /// <param name="fills">For each region <see cref="Watershed.Contested"/> or something else.</param>
    /// <param name="width">Columns of the image.</param>
    public RegionGroups(ReadOnlySpan<RegionRun> runs, ReadOnlySpan<int> fills, int width)
    {
        _extents = new PooledBuffer<RegionExtent>(fills.Length, clear: true);
        _ends = new PooledBuffer<int>(fills.Length);
        _runs = new PooledBuffer<RegionRun>(runs.Length);
        Span<RegionExtent> extents = _extents.Span;
        int row = 0, rowStart = 0;
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] != Watershed.Contested)
                continue;
            for (; rowStart + width <= run.Start; rowStart += width)
                row++;
            extents[run.Region].Add(row, run.Start - rowStart, run.End - rowStart);
        }

        Span<int> ends = _ends.Span;
        for (int region = 0; region < ends.Length; region++)
        {
            ends[region] = _runCount;
            _runCount += extents[region].RunCount;
            if (extents[region].RunCount == 0)
                continue;
            LargestArea = Math.Max(LargestArea, extents[region].Area);
            int window = new FloodWindow(extents[region]).Length;
            LargestWindow = Math.Max(LargestWindow, window);
            TotalWindow += window;
            TotalArea += extents[region].Area;
        }
        var grouped = _runs.Span;
        foreach (ref readonly var run in runs)
        {
            if (fills[run.Region] == Watershed.Contested)
                grouped[ends[run.Region]++] = run;
        }
    }

    /// <summary>Pixels of the largest region.</summary>
    public int LargestArea { get; }

    /// <summary>Pixels of all regions.</summary>
    public int TotalArea { get; }

    /// <summary>Elements of the largest window.</summary>
    public int LargestWindow { get; }

    /// <summary>Elements of all windows.</summary>
    public long TotalWindow { get; }

    /// <summary>The runs of all regions.</summary>
    public ReadOnlySpan<RegionRun> AllRuns => _runs.Span[.._runCount];

    /// <summary>The runs of one region in raster order; none when it is not contested.</summary>
    public ReadOnlySpan<RegionRun> RunsOf(int region)
    {
        int count = _extents.Span[region].RunCount;
        return _runs.Span.Slice(_ends.Span[region] - count, count);
    }

    /// <summary>The window of a contested region.</summary>
    public FloodWindow WindowOf(int region) => new(_extents.Span[region]);

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _extents.Dispose();
        _ends.Dispose();
        _runs.Dispose();
    }
}
