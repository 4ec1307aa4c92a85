using System.Collections.Concurrent;

namespace CellSeg.Models.Streaming.Flow;

/// <summary>
/// Threads that share the work of one layer after the other, thousands of times a second: they stay awake for some milliseconds
/// behind a layer, and sleep between images. Whoever comes while others use them computes alone.
/// </summary>
/// <remarks>
/// A layer takes less time than a system lets a thread run. More threads than cores would wait for one another all the time; so who
/// works beside a team says so (<see cref="Beside"/>), and one of its threads rests meanwhile.
/// </remarks>
internal sealed class ComputeTeam
{
    // A thread waits some microseconds without a pause, then lets others have the core, who may be those it waits for, and
    // sleeps after some milliseconds: much longer than a layer takes, shorter than anybody notices.
    private const int SpinRounds = 50, YieldRounds = 10_000;

    private static readonly ConcurrentDictionary<int, ComputeTeam> Teams = [];

    // A thread takes so many parts of a layer as its share, one after the other: who is kept from working takes fewer.
    private const int PartsPerThread = 2;

    private static readonly object Rest = new();
    private static int _others;

    private readonly Lock _inUse = new();
    private readonly object _sleep = new();
    private readonly int _count;
    private bool _hasHelpers;
    private RowLayer? _layer;
    private int _items, _part, _done, _sleeping;

    // The number of the layer in the upper half, the first item that nobody has taken yet in the lower one.
    private long _state;
    private Exception? _failure;

    private ComputeTeam(int count) => _count = count;

    /// <summary>The team of a size, which the process keeps.</summary>
    /// <param name="count">Threads that work at once, the caller's included; at least 1.</param>
    public static ComputeTeam OfSize(int count) => Teams.GetOrAdd(count, size => new ComputeTeam(size));

    /// <summary>Does work of another kind, on the calling thread, while a team may be computing.</summary>
    /// <param name="work">The work.</param>
    public static T Beside<T>(Func<T> work)
    {
        Interlocked.Increment(ref _others);
        try
        {
            return work();
        }
        finally
        {
            lock (Rest)
            {
                Interlocked.Decrement(ref _others);
                Monitor.PulseAll(Rest);
            }
        }
    }

    /// <summary>Lets the threads compute the items of a layer, each a part of them, and returns when all are done.</summary>
    /// <param name="layer">Computes them.</param>
    /// <param name="items">How many there are.</param>
    public void Run(RowLayer layer, int items)
    {
        if (_count == 1 || items < _count || !HasCoreFor(1) || !_inUse.TryEnter())
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
        (_layer, _items, _part, _done) = (layer, items, Math.Max(1, items / (_count * PartsPerThread)), 0);
        int round = (int)(_state >> 32) + 1;
        Interlocked.Exchange(ref _state, (long)round << 32);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_sleep)
                Monitor.PulseAll(_sleep);
        }
        Work(round);
        // Only for what others have taken: one that is kept from the processor meanwhile has taken nothing.
        for (int wait = 0; Volatile.Read(ref _done) < items; wait++)
            Pause(wait);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new InvalidOperationException("A thread of the network failed.", failure);
    }

    /// <summary>Computes items of a layer as long as there are some that nobody has taken.</summary>
    private void Work(int round)
    {
        for (long state = Volatile.Read(ref _state); (int)(state >> 32) == round && (int)state < _items; state = Volatile.Read(ref _state))
        {
            int first = (int)state, end = Math.Min(_items, first + _part);
            // It fails where another one was faster, or has begun the next layer.
            if (Interlocked.CompareExchange(ref _state, ((long)round << 32) | (uint)end, state) != state)
                continue;
            try
            {
                _layer!.ComputeItems(first, end);
            }
            catch (Exception e)
            {
                // On a thread of its own it would end the process; the caller gets it.
                Volatile.Write(ref _failure, e);
            }
            Interlocked.Add(ref _done, end - first);
        }
    }

    private void StartHelpers()
    {
        if (_hasHelpers)
            return;
        for (int i = 1; i < _count; i++)
        {
            int number = i;
            new Thread(() => Help(number)) { IsBackground = true, Name = "CellSeg network" }.Start();
        }
        _hasHelpers = true;
    }

    private void Help(int number)
    {
        for (int round = 0; ;)
        {
            round = WaitForOther(round);
            if (HasCoreFor(number))
            {
                Work(round);
                continue;
            }
            lock (Rest)
            {
                while (!HasCoreFor(number))
                    Monitor.Wait(Rest);
            }
        }
    }

    /// <summary>Whether there is a core for a thread of a team, of which the caller is number 0. More threads than cores are somebody's wish.</summary>
    private static bool HasCoreFor(int number)
    {
        int others = Volatile.Read(ref _others);
        return others == 0 || number < Environment.ProcessorCount - others;
    }

    /// <summary>Waits until another layer than that of a number is computed, and gives its number.</summary>
    private int WaitForOther(int round)
    {
        for (int wait = 0; ; wait++)
        {
            int current = (int)(Volatile.Read(ref _state) >> 32);
            if (current != round)
                return current;
            if (wait < YieldRounds)
            {
                Pause(wait);
                continue;
            }
            lock (_sleep)
            {
                // Counted before the last look, so that who begins a layer sees the sleeper, or the sleeper the layer.
                Interlocked.Increment(ref _sleeping);
                while ((int)(Volatile.Read(ref _state) >> 32) == round)
                    Monitor.Wait(_sleep);
                Interlocked.Decrement(ref _sleeping);
            }
        }
    }

    private static void Pause(int round)
    {
        if (round < SpinRounds)
            Thread.SpinWait(10);
        else
            Thread.Yield();
    }
}
