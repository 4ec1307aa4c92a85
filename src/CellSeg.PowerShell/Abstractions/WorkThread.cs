using System.Collections.Concurrent;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// One thread for all the work of one command. OpenMP and libtorch keep a pool and scopes for each thread that calls
/// them, so a thread for every image would set them up anew each time.
/// </summary>
internal sealed class WorkThread : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];

    /// <summary>Starts the thread.</summary>
    /// <param name="name">What debuggers call it.</param>
    public WorkThread(string name)
        => new Thread(Run) { Name = name, IsBackground = true }.Start();

    /// <summary>Queues a job, which must catch its own exceptions.</summary>
    public void Post(Action job) => _jobs.Add(job);

    /// <summary>Lets the thread end once its jobs are done.</summary>
    public void Dispose() => _jobs.CompleteAdding();

    private void Run()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
            job();
        _jobs.Dispose();
    }
}
