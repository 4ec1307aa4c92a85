namespace CellSeg.Core.Tests.Support;

/// <summary>Hands reports on at once, on the thread that makes them.</summary>
internal sealed class DirectProgress<T>(Action<T> handle) : IProgress<T>
{
    public void Report(T value) => handle(value);
}
