using System.Collections.Concurrent;

namespace CellSeg.Models.Streaming;

/// <summary>
/// Threads that share the work of one layer after the other, thousands of times a second: they stay awake for some milliseconds
/// behind a layer, and sleep between images. Whoever comes while others use them computes alone.
/// </summary>
internal sealed class ComputeTeam
{
    // A thread waits some microseconds without a pause, then lets others have the core, who may be those it waits for, and
    // sleeps after some milliseconds: much longer than a layer takes, shorter than anybody notices.
    private const int SpinRounds = 50, YieldRounds = 10_000;

    private static readonly ConcurrentDictionary<int, ComputeTeam> Teams = [];

    private readonly Lock _inUse = new();
    private readonly object _sleep = new();
    private readonly int _count;
    private bool _hasHelpers;
    private RowLayer? _layer;
    private int _items, _round, _working;
    private Exception? _failure;

    private ComputeTeam(int count) => _count = count;

    /// <summary>The team of a size, which the process keeps.</summary>
    /// <param name="count">Threads that work at once, the caller's included; at least 1.</param>
    public static ComputeTeam OfSize(int count) => Teams.GetOrAdd(count, size => new ComputeTeam(size));

    /// <summary>Lets the threads compute the items of a layer, each a part of them, and returns when all are done.</summary>
    /// <param name="layer">Computes them.</param>
    /// <param name="items">How many there are.</param>
    public void Run(RowLayer layer, int items)
    {
        if (_count == 1 || items < _count || !_inUse.TryEnter())
        {
            layer.ComputeItems(0, items);
            return;
        }
        try
        {
            Share(layer, items);
        }
        finally
        {
            _inUse.Exit();
        }
    }

    private void Share(RowLayer layer, int items)
    {
        StartHelpers();
        (_layer, _items) = (layer, items);
        Volatile.Write(ref _working, _count - 1);
        Interlocked.Increment(ref _round);
        lock (_sleep)
            Monitor.PulseAll(_sleep);
        layer.ComputeItems(0, items / _count);
        for (int wait = 0; Volatile.Read(ref _working) > 0; wait++)
            Pause(wait);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new InvalidOperationException("A thread of the network failed.", failure);
    }

    private void StartHelpers()
    {
        if (_hasHelpers)
            return;
        for (int i = 1; i < _count; i++)
        {
            int number = i, round = _round;
            new Thread(() => Help(number, round)) { IsBackground = true, Name = "CellSeg network" }.Start();
        }
        _hasHelpers = true;
    }

    private void Help(int number, int round)
    {
        while (true)
        {
            WaitForNext(ref round);
            try
            {
                _layer!.ComputeItems((int)((long)_items * number / _count), (int)((long)_items * (number + 1) / _count));
            }
            catch (Exception e)
            {
                // Here it would end the process; the caller gets it.
                Volatile.Write(ref _failure, e);
            }
            Interlocked.Decrement(ref _working);
        }
    }

    private void WaitForNext(ref int round)
    {
        for (int wait = 0; Volatile.Read(ref _round) == round; wait++)
        {
            if (wait < YieldRounds)
            {
                Pause(wait);
                continue;
            }
            lock (_sleep)
            {
                while (Volatile.Read(ref _round) == round)
                    Monitor.Wait(_sleep);
            }
        }
        round++;
    }

    private static void Pause(int round)
    {
        if (round < SpinRounds)
            Thread.SpinWait(10);
        else
            Thread.Yield();
    }
}
