using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Files;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// What all commands share: cancellation by Ctrl+C, work on a thread of its own, and errors from the core's
/// exceptions.
/// </summary>
public abstract class CellSegCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private WorkThread? _thread;

    /// <summary>Frees what the command holds. The engine calls it at the end of the pipeline.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the command holds.</summary>
    /// <param name="disposing">Whether it is not the finalizer that calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _thread?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Ctrl+C: asks the work to end.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Runs work on the command's own thread while the pipeline's thread writes what the work tells.</summary>
    /// <param name="activity">The title of its progress.</param>
    /// <param name="work">The work; it should heed <see cref="BackgroundRun.Stopping"/>.</param>
    private protected T RunInBackground<T>(string activity, Func<BackgroundRun, T> work)
    {
        _thread ??= new WorkThread(MyInvocation.InvocationName);
        using var run = new BackgroundRun(activity, this, _stop);
        return run.Run(_thread, work);
    }

    /// <summary>The core's report of items done, as progress of the work.</summary>
    private protected static IProgress<WorkProgress> ItemProgress(BackgroundRun output)
        => new DirectProgress<WorkProgress>(progress => output.ReportProgress(
            progress.Total == 0 ? 1 : progress.Done / (double)progress.Total,
            $"{progress.Done} of {progress.Total}: {progress.Item}"));

    /// <summary>Does what must succeed for the command to go on.</summary>
    private protected T OrEnd<T>(Func<T> step, Func<CellSegException, ErrorRecord> describe)
    {
        try
        {
            return step();
        }
        catch (CellSegException e)
        {
            ThrowTerminatingError(describe(e));
            throw;
        }
    }

    /// <inheritdoc cref="OrEnd{T}(Func{T}, Func{CellSegException, ErrorRecord})"/>
    private protected void OrEnd(Action step, Func<CellSegException, ErrorRecord> describe)
        => OrEnd(() =>
        {
            step();
            return true;
        }, describe);

    /// <summary>Does something for one item; what is wrong with it is an error record, and the other items go on.</summary>
    /// <returns>Whether it was done.</returns>
    private protected bool OrSkip(Action step, Func<CellSegException, ErrorRecord> describe)
    {
        try
        {
            step();
            return true;
        }
        catch (CellSegException e)
        {
            WriteError(describe(e));
            return false;
        }
    }

    /// <summary>Whether the user gave the parameter.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether the user gave the parameter, and not as a switch that is off.</summary>
    private protected bool IsGiven(string parameter)
        => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is not SwitchParameter { IsPresent: false };

    /// <summary>Ends the command where a parameter was given that has no effect without one of others.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="others">The others, of which one has to be given.</param>
    private protected void RequireOther(string parameter, params string[] others)
    {
        if (IsGiven(parameter) && !Array.Exists(others, IsGiven))
            ThrowTerminatingError(Errors.OptionWithoutEffect(parameter, others));
    }

    /// <summary>Whether nothing is to be done, only told, by -WhatIf or the preference of the session.</summary>
    private protected bool IsWhatIf
        => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
            ? LanguagePrimitives.IsTrue(bound)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>A copy of options with the values of those marked parameters that the user gave.</summary>
    private protected TOptions WithBound<TOptions>(TOptions options) where TOptions : class
        => OptionTable.ApplyBound(options, this);

    /// <summary>The full file name of something to be written, which need not exist.</summary>
    private protected string GetOutputPath(string path) => SessionPath.GetFull(this, path);

    /// <summary>
    /// The full name of a file to be written at the end; ends the command where there is a folder of this name, or a file that
    /// must not be replaced.
    /// </summary>
    /// <param name="parameter">The parameter that names the file.</param>
    /// <param name="path">What the user gave for it; null gives null.</param>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <param name="describe">Makes the error record of a folder.</param>
    private protected string? FindOutputFile(string parameter, string? path, bool force, Func<CellSegException, ErrorRecord> describe)
    {
        if (path is null)
            return null;
        string full = OrEnd(() => GetOutputPath(path), Errors.PathNotFound);
        if (Directory.Exists(full))
            ThrowTerminatingError(describe(new CellSegException(full, "this is a folder", $"Give -{parameter} the name of a file")));
        if (!force && File.Exists(full))
            ThrowTerminatingError(Errors.OutputExists(full));
        return full;
    }

    /// <summary>Writes a table of all records of a call, when they have come.</summary>
    /// <param name="path">Its file; null writes none.</param>
    /// <param name="rows">The records.</param>
    /// <param name="getFurther">Gives the columns of a record beyond its properties.</param>
    private protected void WriteTable<TRow>(
        string? path, IReadOnlyCollection<TRow> rows, Func<TRow, IEnumerable<KeyValuePair<string, double>>>? getFurther = null)
    {
        if (path is not null && ShouldProcess(path, $"Write a table of {rows.Count} lines"))
            OrSkip(() => AtomicFile.Write(path, file => TableFile.Write(file, rows, getFurther)), Errors.TableNotWritten);
    }
}
