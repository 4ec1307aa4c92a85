using System.Management.Automation;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>What work on another thread may tell the pipeline; every call can come from any thread.</summary>
internal interface ICommandOutput
{
    /// <summary>Cancelled by Ctrl+C and when a later command wants no more objects.</summary>
    CancellationToken Stopping { get; }

    /// <summary>Says how far the work is; only the newest message is shown.</summary>
    /// <param name="fraction">0 to 1.</param>
    /// <param name="status">What is being done, or was just done.</param>
    /// <param name="remaining">Time left; estimated from the fraction when null.</param>
    void ReportProgress(double fraction, string status, TimeSpan? remaining = null);

    /// <summary>Writes to the verbose stream.</summary>
    void WriteVerbose(string text);

    /// <summary>Writes to the information stream.</summary>
    /// <param name="data">What scripts get; people see its text.</param>
    /// <param name="tags">What scripts choose by.</param>
    void WriteInformation(object data, params string[] tags);

    /// <summary>Writes to the warning stream.</summary>
    void WriteWarning(string text);

    /// <summary>Writes an error that does not end the work.</summary>
    void WriteError(ErrorRecord error);

    /// <summary>Writes an object to the pipeline.</summary>
    void WriteObject(object value);
}
