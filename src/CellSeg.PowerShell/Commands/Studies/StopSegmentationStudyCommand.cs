using System.Diagnostics;
using System.Management.Automation;
using CellSeg.PowerShell.Abstractions;
using CellSeg.Studies.Running;
using CellSeg.Studies.Scheduling;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>
/// Stops a study wherever it runs: tasks of Slurm that wait are cancelled, and trainings that run are asked to stop at a checkpoint, for
/// which it waits. Start-SegmentationStudy -Resume goes on with it.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "SegmentationStudy", SupportsShouldProcess = true)]
[OutputType(typeof(SegmentationStudy))]
public sealed class StopSegmentationStudyCommand : CellSegCmdlet
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The folder of the study, as Start-SegmentationStudy was told.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The longest time to wait for checkpoints, after which running tasks of Slurm are cancelled; 5 minutes when left out.</summary>
    [Parameter]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Stops one study.</summary>
    protected override void ProcessRecord() => OrSkip(() =>
    {
        var folder = StudyFolder.Open(SessionPath.GetFull(this, Path));
        if (ShouldProcess(folder.Path, $"Stop the study {folder.Plan.Name}"))
            WriteObject(RunInBackground("Stopping a study", output => Stop(folder, output)));
    }, Errors.StudyUnreadable);

    private SegmentationStudy Stop(StudyFolder folder, BackgroundRun output)
    {
        folder.RequestStop();
        var scheduler = new SlurmScheduler(folder);
        bool hasJobs = scheduler.Jobs.Count > 0;
        if (hasJobs)
            scheduler.Cancel(waitingOnly: true);
        var clock = Stopwatch.StartNew();
        var study = folder.Describe();
        for (; study.Running > 0 && clock.Elapsed < Timeout; study = folder.Describe())
        {
            output.ReportProgress(clock.Elapsed / Timeout, $"{study.Running} trainings come to a checkpoint");
            output.Stopping.WaitHandle.WaitOne(Interval);
            output.Stopping.ThrowIfCancellationRequested();
        }
        if (hasJobs)
            scheduler.Cancel(waitingOnly: false);
        return study;
    }
}
