using System.Runtime.InteropServices;

namespace CellSeg.Host;

/// <summary>
/// Turns the first Ctrl+C, and a request to end, into an orderly stop of the pipeline. A second one ends the process
/// at once, for a pipeline that does not stop.
/// </summary>
internal sealed class InterruptHandler : IDisposable
{
    private readonly Action stop;
    private readonly PosixSignalRegistration[] registrations;
    private int count;

    public InterruptHandler(Action stop)
    {
        this.stop = stop;
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
    }

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref count) > 1)
            return;
        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Interrupted;
        stop();
    }
}
