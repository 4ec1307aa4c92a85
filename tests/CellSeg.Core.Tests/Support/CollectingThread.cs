namespace CellSeg.Core.Tests.Support;

/// <summary>Collects garbage and runs finalizers all the time, until it is disposed of.</summary>
internal sealed class CollectingThread : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isOver;

    public CollectingThread()
    {
        _thread = new Thread(Collect) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Collect()
    {
        while (!_isOver)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}
