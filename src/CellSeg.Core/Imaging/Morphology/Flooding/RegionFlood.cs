using CellSeg.Imaging.Morphology.Runs;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>Floods regions one at a time, each in a window of its own.</summary>
internal readonly ref struct RegionFlood : IDisposable
{
    private readonly PooledBuffer<int> _state;
    private readonly PooledBuffer<ulong> _items;
    private readonly PooledBuffer<ulong> _spare;
    private readonly FloodQueue _queue;

    /// <summary>Makes the buffers.</summary>
    /// <param name="largestArea">Pixels of the largest region.</param>
    /// <param name="largestWindow">Elements of the largest window.</param>
    public RegionFlood(int largestArea, int largestWindow)
    {
        _state = new PooledBuffer<int>(largestWindow);
        _items = new PooledBuffer<ulong>(largestArea);
        _spare = new PooledBuffer<ulong>(largestArea);
        _queue = new FloodQueue(largestArea);
    }

    /// <summary>Floods a region, or several at once.</summary>
    /// <param name="levels">Row-major heights of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="runs">The region.</param>
    /// <param name="window">Where it lies.</param>
    /// <param name="markers">Its markers; of those with one value the first is taken first.</param>
    /// <param name="labels">Receives the region's labels; other pixels are left as they are.</param>
    public void Run(
        ReadOnlySpan<float> levels, int width, ReadOnlySpan<RegionRun> runs, FloodWindow window, ReadOnlySpan<Marker> markers,
        Span<int> labels)
    {
        // A free pixel holds the rank of its value, a labelled one the complement of its label, all others Outside: a
        // single array says all there is to know about a neighbour.
        var state = _state.Span[..window.Length];
        state.Fill(FloodWindow.Outside);
        int area = PixelRanking.Gather(levels, runs, width, window, _items.Span);
        PixelRanking.Rank(_items.Span[..area], _spare.Span[..area], state);
        _queue.Reset(area);
        foreach (ref readonly var marker in markers)
        {
            int index = window.IndexOf(marker.Pixel, width);
            _queue.Put(state[index], index);
            state[index] = ~marker.Label;
        }
        _queue.Spread(state, window.Stride);
        foreach (ref readonly var run in runs)
        {
            var output = labels[run.Start..run.End];
            var source = state.Slice(window.IndexOf(run.Start, width), run.Length);
            for (int i = 0; i < output.Length; i++)
                output[i] = ~source[i];
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _state.Dispose();
        _items.Dispose();
        _spare.Dispose();
        _queue.Dispose();
    }
}
