using System.Buffers;
using System.Runtime.CompilerServices;

namespace CellSeg.Imaging.Morphology.Runs;

/// <summary>
/// A growing list of runs in an array of the shared pool. A large image has tens of thousands: as garbage they would set
/// off full collections, which also empty the pool.
/// </summary>
internal sealed class RunList : IDisposable
{
    private RegionRun[] _runs = ArrayPool<RegionRun>.Shared.Rent(4096);

    /// <summary>How many runs there are.</summary>
    public int Count { get; private set; }

    /// <summary>The runs, until the next one is added.</summary>
    public Span<RegionRun> Span => _runs.AsSpan(0, Count);

    /// <summary>Adds a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(RegionRun run)
    {
        if (Count == _runs.Length)
            Grow();
        _runs[Count++] = run;
    }

    /// <summary>Gives the array back.</summary>
    public void Dispose() => ArrayPool<RegionRun>.Shared.Return(_runs);

    private void Grow()
    {
        var larger = ArrayPool<RegionRun>.Shared.Rent(2 * Count);
        Span.CopyTo(larger);
        ArrayPool<RegionRun>.Shared.Return(_runs);
        _runs = larger;
    }
}
