namespace CellSeg.Models.Streaming;

/// <summary>
/// Threads that share the work of one layer after the other, thousands of times a second: they stay awake for some microseconds
/// between layers, and sleep between images.
/// </summary>
/// <param name="count">Threads that work at once, the caller's included; at least 1.</param>
internal sealed class ComputeTeam(int count) : IDisposable
{
    // Rounds that a thread waits before it sleeps: longer than a layer takes, shorter than anybody notices.
    private const int PatientRounds = 20_000;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private Thread[]? _helpers;
    private RowLayer? _layer;
    private int _items, _round, _working, _sleeping;
    private volatile bool _isOver;
    private Exception? _failure;

    /// <summary>Threads that work at once.</summary>
    public int Count { get; } = count;

    /// <summary>Lets the threads compute the items of a layer, each a part of them, and returns when all are done.</summary>
    /// <param name="layer">Computes them.</param>
    /// <param name="items">How many there are.</param>
    public void Run(RowLayer layer, int items)
    {
        if (Count == 1 || items < Count)
        {
            layer.ComputeItems(0, items);
            return;
        }
        _helpers ??= Start();
        (_layer, _items) = (layer, items);
        Volatile.Write(ref _working, Count - 1);
        Interlocked.Increment(ref _round);
        lock (_gate)
        {
            if (_sleeping > 0)
                _work.Release(_sleeping);
            _sleeping = 0;
        }
        layer.ComputeItems(0, items / Count);
        var spinner = new SpinWait();
        for (int wait = 0; Volatile.Read(ref _working) > 0; wait++)
        {
            if (wait < PatientRounds)
                Thread.SpinWait(10);
            else
                spinner.SpinOnce();
        }
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new InvalidOperationException("A thread of the network failed.", failure);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _isOver = true;
        _work.Release(Count);
    }

    private Thread[] Start()
    {
        var helpers = new Thread[Count - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            int number = i + 1, round = _round;
            helpers[i] = new Thread(() => Help(number, round)) { IsBackground = true, Name = "CellSeg network" };
            helpers[i].Start();
        }
        return helpers;
    }

    private void Help(int number, int round)
    {
        while (true)
        {
            WaitForRound(ref round);
            if (_isOver)
                return;
            try
            {
                int items = _items;
                _layer!.ComputeItems((int)((long)items * number / Count), (int)((long)items * (number + 1) / Count));
            }
            catch (Exception e)
            {
                // A thread of one's own would end the process by it.
                Volatile.Write(ref _failure, e);
            }
            Interlocked.Decrement(ref _working);
        }
    }

    private void WaitForRound(ref int round)
    {
        for (int wait = 0; Volatile.Read(ref _round) == round && !_isOver; wait++)
        {
            if (wait < PatientRounds)
            {
                Thread.SpinWait(10);
                continue;
            }
            lock (_gate)
            {
                if (Volatile.Read(ref _round) != round)
                    break;
                _sleeping++;
            }
            _work.Wait();
        }
        round++;
    }
}
