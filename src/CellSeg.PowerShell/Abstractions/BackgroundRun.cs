using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// One piece of work on another thread, and what it may tell the pipeline, which can come from any thread. PowerShell only
/// takes output from the pipeline's own thread, which therefore waits here and writes what the work puts into a queue.
/// </summary>
internal sealed class BackgroundRun(string activity, Cmdlet cmdlet, CancellationTokenSource stop) : IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    // Bounded, so that a slow consumer slows the work instead of filling the memory with images.
    private readonly BlockingCollection<Action> _queue = new(16);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private ProgressReport? _latest, _shown;
    private TimeSpan _shownAt = -ProgressInterval;
    private ExceptionDispatchInfo? _pipelineFailure;

    /// <summary>Cancelled by Ctrl+C and when a later command wants no more objects.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Says how far the work is; only the newest message is shown.</summary>
    /// <param name="fraction">The share that is done, 0 to 1.</param>
    /// <param name="status">What is being done, or was just done.</param>
    /// <param name="remaining">Time left; estimated from the fraction when null.</param>
    public void ReportProgress(double fraction, string status, TimeSpan? remaining = null)
    {
        // Reports of parallel work can overtake each other.
        if (Volatile.Read(ref _latest) is not { } latest || fraction >= latest.Fraction)
            Volatile.Write(ref _latest, new ProgressReport(fraction, status, remaining));
    }

    /// <summary>Writes to the verbose stream.</summary>
    public void WriteVerbose(string text) => _queue.Add(() => cmdlet.WriteVerbose(text));

    /// <summary>Writes to the information stream.</summary>
    /// <param name="data">What scripts get; people see its text.</param>
    /// <param name="tags">What scripts choose by.</param>
    public void WriteInformation(object data, params string[] tags) => _queue.Add(() => cmdlet.WriteInformation(data, tags));

    /// <summary>Writes to the warning stream.</summary>
    public void WriteWarning(string text) => _queue.Add(() => cmdlet.WriteWarning(text));

    /// <summary>Writes an error that does not end the work.</summary>
    public void WriteError(ErrorRecord error) => _queue.Add(() => cmdlet.WriteError(error));

    /// <summary>Writes an object to the pipeline.</summary>
    public void WriteObject(object value) => _queue.Add(() => cmdlet.WriteObject(value));

    /// <summary>Runs the work to its end, even when the pipeline has been stopped: it may have a checkpoint to save.</summary>
    /// <exception cref="PipelineStoppedException">The work was cancelled.</exception>
    public T Run<T>(WorkThread thread, Func<BackgroundRun, T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? workFailure = null;
        thread.Post(() =>
        {
            try
            {
                result = work(this);
            }
            catch (Exception e)
            {
                workFailure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                _queue.CompleteAdding();
            }
        });
        try
        {
            while (!_queue.IsCompleted)
            {
                if (_queue.TryTake(out var write, ProgressInterval))
                    OnPipeline(write);
                OnPipeline(ShowProgress);
            }
        }
        finally
        {
            EndProgress();
        }
        _pipelineFailure?.Throw();
        if (workFailure is { SourceException: OperationCanceledException } && stop.IsCancellationRequested)
            throw new PipelineStoppedException();
        workFailure?.Throw();
        return result;
    }

    /// <summary>Frees the queue.</summary>
    public void Dispose() => _queue.Dispose();

    /// <summary>
    /// A write fails when the pipeline is stopped, when Select-Object -First has enough, or when errors are to stop:
    /// the work is then cancelled, its further output dropped, and the failure thrown on when the work has ended.
    /// </summary>
    private void OnPipeline(Action write)
    {
        if (_pipelineFailure is not null)
            return;
        try
        {
            write();
        }
        catch (Exception e)
        {
            _pipelineFailure = ExceptionDispatchInfo.Capture(e);
            stop.Cancel();
        }
    }

    private void ShowProgress()
    {
        var latest = Volatile.Read(ref _latest);
        if (latest is null || latest == _shown || _clock.Elapsed - _shownAt < ProgressInterval)
            return;
        (_shown, _shownAt) = (latest, _clock.Elapsed);
        var remaining = latest.Remaining
            ?? (latest.Fraction > 0 ? _clock.Elapsed * ((1 - latest.Fraction) / latest.Fraction) : null);
        cmdlet.WriteProgress(new ProgressRecord(0, activity, latest.Status)
        {
            PercentComplete = (int)(Math.Clamp(latest.Fraction, 0, 1) * 100),
            SecondsRemaining = remaining is { } left ? (int)Math.Min(left.TotalSeconds, int.MaxValue) : -1,
        });
    }

    private void EndProgress()
    {
        if (_shown is null)
            return;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records and clears its progress itself.
        }
    }

    private sealed record ProgressReport(double Fraction, string Status, TimeSpan? Remaining);
}
