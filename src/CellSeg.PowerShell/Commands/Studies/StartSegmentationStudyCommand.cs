using System.Globalization;
using System.Management.Automation;
using CellSeg.Models.Compute;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Completion;
using CellSeg.Studies.Estimation;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Running;
using CellSeg.Studies.Scheduling;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>
/// Plans a study, many trainings that differ in a few factors, and runs it: here, one after the other or several at once, or as
/// tasks of Slurm. Each training leaves its folder, and the study's tables are made of these. Whatever ends a study, -Resume goes on with it, to
/// the same tables. -WhatIf writes the plan, one record a training, with the time that it will take: it does a few steps of each
/// network, and segments an image, to measure them.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "SegmentationStudy", DefaultParameterSetName = AnalysisSet, SupportsShouldProcess = true)]
[OutputType(typeof(SegmentationStudy), typeof(StudyEstimate))]
public sealed class StartSegmentationStudyCommand : StudyPlanCmdlet
{
    private const string ResumeSet = "Resume";

    /// <summary>The folder of the study, with its plan, trainings and tables; made when missing.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Goes on with the study in -Path: trains what is missing, and what failed once more.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>Trains only these of the study, by the names of their folders.</summary>
    [Parameter(ParameterSetName = ResumeSet)]
    [ArgumentCompleter(typeof(StudyTrainingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Training { get; set; } = [];

    /// <summary>Does trainings until none is left, as one of several processes.</summary>
    [Parameter(ParameterSetName = ResumeSet, DontShow = true)]
    public SwitchParameter Worker { get; set; }

    /// <summary>Writes the plan into the folder and trains nothing, so that it can be looked at; -Resume trains.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [Parameter(ParameterSetName = PlanSet)]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Processes of this machine that train at once; each computes with the ThreadCount of the plan.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int Parallel { get; set; } = 1;

    /// <summary>Where trainings run: on this machine, or as tasks of Slurm, in which case this ends as soon as they are submitted.</summary>
    [Parameter]
    public StudyScheduler Scheduler { get; set; }

    /// <summary>Slurm's partition in which tasks run; the cluster's own default when left out.</summary>
    [Parameter]
    [OptionOf<SlurmOptions>]
    [ValidateNotNullOrEmpty]
    public string? Partition { get; set; }

    /// <summary>Graphics cards that each task asks Slurm for; -Device Cuda uses them.</summary>
    [Parameter]
    [OptionOf<SlurmOptions>]
    [ValidateRange(0, 64)]
    public int GpusPerTask { get; set; }

    /// <summary>The longest time of a task of Slurm, in whole minutes; -Resume goes on with what it ends.</summary>
    [Parameter]
    [OptionOf<SlurmOptions>]
    public TimeSpan TimeLimit { get; set; }

    /// <summary>The most tasks of Slurm that run at once.</summary>
    [Parameter]
    [OptionOf<SlurmOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumTasks { get; set; }

    /// <summary>Checks that parameters fit together.</summary>
    protected override void BeginProcessing()
    {
        // Single trainings are done one after the other, here.
        if (Training.Length > 0 && Array.Find([nameof(Parallel), nameof(Scheduler)], IsBound) is { } other)
        {
            ThrowTerminatingError(Errors.OptionWithoutEffect(
                new CellSegException(other, "trainings that are named are done here, one by one", "Leave it out")));
        }
        if (Scheduler == StudyScheduler.Slurm && IsBound(nameof(Parallel)))
            ThrowTerminatingError(Errors.ParallelWithSlurm());
        if (PlanOnly && Array.Find([nameof(Parallel), nameof(Scheduler)], IsBound) is { } unused)
            ThrowTerminatingError(Errors.PlanOnlyTrainsNothing(unused));
        string[] slurm = [nameof(Partition), nameof(GpusPerTask), nameof(TimeLimit), nameof(MaximumTasks)];
        if (Scheduler == StudyScheduler.Local && slurm.FirstOrDefault(IsBound) is { } given)
            ThrowTerminatingError(Errors.SlurmOptionWithoutSlurm(given));
        OrEnd(WithBound(new SlurmOptions()).Validate, Errors.InvalidOption);
    }

    /// <summary>Plans and runs.</summary>
    protected override void EndProcessing()
    {
        string path = OrEnd(() => GetOutputPath(Path), Errors.PathNotFound);
        if (Resume)
        {
            var folder = OrEnd(() => StudyFolder.Open(path), Errors.StudyUnreadable);
            if (ShouldProcess(path, $"Go on with the study {folder.Plan.Name}"))
                OrEnd(() => GoOn(folder), Errors.StudyImpossible);
            return;
        }
        if (StudyFolder.Exists(path))
            ThrowTerminatingError(Errors.StudyExists(path));
        var plan = OrEnd(MakePlan, Errors.InvalidOption);
        if (IsWhatIf)
        {
            OrEnd(() => Estimate(plan), Errors.StudyImpossible);
            return;
        }
        if (ShouldProcess(path, $"Train the {plan.Trainings.Count} models of the study {plan.Name}"))
        {
            OrEnd(() =>
            {
                var datasets = new StudyDatasets(plan);
                var folder = RunInBackground("Reading the data of the study", output =>
                {
                    datasets.Check(output.WriteWarning, output.Stopping);
                    return StudyFolder.Create(path, plan);
                });
                if (PlanOnly)
                    WriteObject(folder.Describe());
                else
                    Run(folder, datasets);
            }, Errors.StudyImpossible);
        }
    }

    private void Estimate(StudyPlan plan)
    {
        var estimates = new List<StudyEstimate>();
        RunInBackground("Measuring steps of the study", output =>
        {
            foreach (var estimate in new StudyEstimator(plan, new StudyDatasets(plan)).Estimate(ItemProgress(output), output.Stopping))
            {
                estimates.Add(estimate);
                output.WriteObject(estimate);
            }
            return true;
        });
        var whole = TimeSpan.FromSeconds(Math.Round(estimates.Sum(estimate => estimate.Duration.TotalSeconds)));
        WriteInformation(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{estimates.Count} trainings, {whole} of one process with {plan.ThreadCount} threads, by {StudyEstimator.MeasuredSteps - 1} measured steps "
                + $"and images of each network."),
            ["PSHOST", "Estimate"]);
    }

    private void GoOn(StudyFolder folder)
    {
        var datasets = new StudyDatasets(folder.Plan);
        if (!Worker && Training.Length == 0)
        {
            folder.Reopen();
            RunInBackground("Reading the data of the study", output =>
            {
                datasets.Check(output.WriteWarning, output.Stopping);
                return true;
            });
        }
        Run(folder, datasets);
    }

    private void Submit(StudyFolder folder)
    {
        var options = WithBound(new SlurmOptions());
        if (options.GpusPerTask > 0 && folder.Plan.Trainings.Any(training => folder.Plan.GetTrainingOptions(training).Device != ComputeDevice.Cuda))
        {
            throw new CellSegException(
                nameof(GpusPerTask), "the trainings of this study compute on the processor", "Begin the study with -Device Cuda, or leave it out");
        }
        var command = ModuleProcess.GetCommand(
            this, $"Start-SegmentationStudy -Path {ModuleProcess.Quote(folder.Path)} -Resume -Training $env:{SlurmScheduler.TrainingVariable} -Verbose");
        var job = new SlurmScheduler(folder).Submit(command, options);
        WriteVerbose(job is null ? "Nothing is missing that does not wait or run already." : $"Job {job.JobId} has {job.Trainings.Count} tasks.");
        WriteObject(folder.Describe());
    }

    private void Run(StudyFolder folder, StudyDatasets datasets)
    {
        if (Scheduler == StudyScheduler.Slurm)
        {
            Submit(folder);
            return;
        }
        WriteVerbose($"The study {folder.Plan.Name} in {folder.Path} has {folder.Plan.Trainings.Count} trainings.");
        bool isStopped = RunInBackground("Running a study", output =>
        {
            try
            {
                if (Parallel > 1 && !Worker && Training.Length == 0)
                    RunProcesses(folder, output);
                else
                    RunHere(folder, datasets, output);
                return false;
            }
            catch (OperationCanceledException) when (!output.Stopping.IsCancellationRequested)
            {
                return true;
            }
        });
        if (isStopped)
            WriteWarning($"The study in {folder.Path} was asked to stop; -Resume goes on with it.");
        var study = folder.Describe();
        // Of several processes the last one does it.
        bool isPart = Worker || Training.Length > 0;
        if (!isPart || study.Done == study.Total)
            folder.WriteTables();
        if (!isPart)
            WriteObject(study);
    }

    private void RunHere(StudyFolder folder, StudyDatasets datasets, BackgroundRun output)
    {
        var progress = new DirectProgress<StudyProgress>(new StudyOutput(output, Worker).Report);
        var runner = new StudyRunner(folder, datasets, progress) { Group = SlurmJob.FindGroup() };
        foreach (string id in Training)
            runner.RunOne(id, output.Stopping);
        if (Training.Length == 0)
            runner.RunAll(output.Stopping);
    }

    private void RunProcesses(StudyFolder folder, BackgroundRun output)
    {
        var command = ModuleProcess.GetCommand(
            this, $"Start-SegmentationStudy -Path {ModuleProcess.Quote(folder.Path)} -Resume -Worker -WarningAction Continue -Verbose");
        var told = new HashSet<string>();
        new StudyWorkers(folder, command, Parallel).Run(study =>
        {
            foreach (var failed in study.Trainings.Where(training => training.Failure is not null && told.Add(training.Id)))
                output.WriteError(Errors.StudyTrainingFailed(failed.Failure!.ToException(failed.Id)));
            output.ReportProgress(
                (study.Done + study.Failed) / (double)study.Total, $"{study.Done} of {study.Total} trainings done, {study.Running} running", study.Remaining);
        }, output.Stopping);
        if (folder.IsStopRequested)
            throw new OperationCanceledException();
    }
}
