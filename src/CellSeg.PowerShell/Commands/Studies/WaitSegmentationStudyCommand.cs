using System.Diagnostics;
using System.Management.Automation;
using CellSeg.PowerShell.Abstractions;
using CellSeg.Studies.Running;
using CellSeg.Studies.Scheduling;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>
/// Waits until each training of a study is done or has failed, wherever they run, and makes the study's tables. An error where nobody
/// is at work on it any more.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "SegmentationStudy")]
[OutputType(typeof(SegmentationStudy))]
public sealed class WaitSegmentationStudyCommand : CellSegCmdlet
{
    // A process that has just been started reads its data before it takes a training.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2), LongestIdle = TimeSpan.FromMinutes(2);

    /// <summary>The folder of the study, as Start-SegmentationStudy was told.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The longest time to wait; for ever when left out.</summary>
    [Parameter]
    public TimeSpan Timeout { get; set; }

    /// <summary>Waits for one study.</summary>
    protected override void ProcessRecord() => OrSkip(() =>
    {
        var folder = StudyFolder.Open(SessionPath.GetFull(this, Path));
        RunInBackground("Waiting for a study", output => Wait(folder, output));
        folder.WriteTables();
        WriteObject(folder.Describe());
    }, Errors.StudyUnreadable);

    private bool Wait(StudyFolder folder, BackgroundRun output)
    {
        var scheduler = new SlurmScheduler(folder);
        var clock = Stopwatch.StartNew();
        var idle = Stopwatch.StartNew();
        while (true)
        {
            output.Stopping.ThrowIfCancellationRequested();
            var study = folder.Describe();
            int missing = study.Pending + study.Running;
            if (missing == 0)
                return true;
            output.ReportProgress(
                (study.Done + study.Failed) / (double)study.Total, $"{study.Done} of {study.Total} trainings done, {study.Running} running", study.Remaining);
            if (study.Running > 0 || scheduler.FindActive().Count > 0)
                idle.Restart();
            if (idle.Elapsed > LongestIdle || (folder.IsStopRequested && study.Running == 0))
            {
                output.WriteError(Errors.StudyIdle(folder.Path, missing));
                return false;
            }
            if (IsBound(nameof(Timeout)) && clock.Elapsed >= Timeout)
            {
                output.WriteError(Errors.StudyTimeout(folder.Path, Timeout));
                return false;
            }
            output.Stopping.WaitHandle.WaitOne(Interval);
        }
    }
}
