namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// Calls back on the reporting thread. <see cref="Progress{T}"/> would go over the thread pool and lose the order.
/// </summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
