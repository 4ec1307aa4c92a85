using System.Management.Automation;
using System.Runtime.InteropServices;

namespace CellSeg.Host;

/// <summary>
/// Turns the first Ctrl+C, and a request to end, into an orderly stop of one pipeline. A second one ends the process
/// at once, for a pipeline that does not stop. As long as there is no handler, the system ends the process.
/// </summary>
internal sealed class InterruptHandler : IDisposable
{
    private readonly System.Management.Automation.PowerShell shell;
    private readonly PosixSignalRegistration[] registrations;
    private readonly Lock gate = new();
    private bool ended;

    public InterruptHandler(System.Management.Automation.PowerShell shell)
    {
        this.shell = shell;
        // Told on the pipeline's own thread before its first command: a stop that came earlier is made up for here.
        shell.InvocationStateChanged += (_, _) => StopWhenAsked();
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>The exit code that tells of the interruption; null when there was none.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        // A signal may be in the hands of another thread still; the shell is about to go.
        lock (gate)
            ended = true;
    }

    private void Handle(PosixSignalContext context)
    {
        lock (gate)
        {
            if (ExitCode is not null || ended)
                return;
            context.Cancel = true;
            ExitCode = context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Interrupted;
        }
        StopWhenAsked();
    }

    /// <summary>
    /// Stops a pipeline that runs. The engine would forget a stop that comes before the start, and a stop of what has
    /// ended is none.
    /// </summary>
    private void StopWhenAsked()
    {
        lock (gate)
        {
            if (ExitCode is not null && !ended && shell.InvocationStateInfo.State == PSInvocationState.Running)
                shell.BeginStop(null, null);
        }
    }
}
