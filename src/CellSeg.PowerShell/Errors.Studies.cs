using System.Globalization;
using System.Management.Automation;

namespace CellSeg.PowerShell;

/// <content>Those of studies.</content>
internal static partial class Errors
{
    /// <summary>A study cannot begin, or not go on.</summary>
    public static ErrorRecord StudyImpossible(CellSegException e) => Create(e, nameof(StudyImpossible), ErrorCategory.InvalidData);

    /// <summary>One training of a study has failed; the others go on.</summary>
    public static ErrorRecord StudyTrainingFailed(CellSegException e) => Create(e, nameof(StudyTrainingFailed), ErrorCategory.InvalidResult);

    /// <summary>The tables of a study cannot be written, or its state not be read.</summary>
    public static ErrorRecord StudyUnreadable(CellSegException e) => Create(e, nameof(StudyUnreadable), ErrorCategory.InvalidData);

    /// <summary>There is a study where one is to begin.</summary>
    public static ErrorRecord StudyExists(string folder)
        => Create(
            folder,
            "there is a study in this folder already",
            "Go on with it by -Resume, or choose another folder",
            nameof(StudyExists), ErrorCategory.ResourceExists);

    /// <summary>A study is to run as tasks of Slurm and in processes of this machine.</summary>
    public static ErrorRecord ParallelWithSlurm()
        => Create(
            "Parallel",
            "Slurm decides how many tasks run at once",
            "Leave it out; -MaximumTasks is the most of them",
            nameof(ParallelWithSlurm), ErrorCategory.InvalidArgument);

    /// <summary>Something is said of how a study runs that is only planned.</summary>
    public static ErrorRecord PlanOnlyTrainsNothing(string parameter)
        => Create(
            parameter,
            "with -PlanOnly nothing is trained",
            "Leave it out, and give it with -Resume",
            nameof(PlanOnlyTrainsNothing), ErrorCategory.InvalidArgument);

    /// <summary>Something is asked of Slurm for a study that runs on this machine.</summary>
    public static ErrorRecord SlurmOptionWithoutSlurm(string parameter)
        => Create(
            parameter,
            "it means nothing on this machine",
            "Give -Scheduler Slurm, too, or leave it out",
            nameof(SlurmOptionWithoutSlurm), ErrorCategory.InvalidArgument);

    /// <summary>Nobody is at work on a study that is not done.</summary>
    public static ErrorRecord StudyIdle(string folder, int missing)
        => Create(
            folder,
            $"{missing} trainings wait, and no process or task is at work on the study",
            "Go on with it by Start-SegmentationStudy -Resume",
            nameof(StudyIdle), ErrorCategory.OperationStopped);

    /// <summary>A study was not done in time; it goes on.</summary>
    public static ErrorRecord StudyTimeout(string folder, TimeSpan timeout)
        => Create(
            folder,
            string.Create(CultureInfo.InvariantCulture, $"the study is not done after {timeout}; it goes on"),
            "Wait longer",
            nameof(StudyTimeout), ErrorCategory.OperationTimeout);
}
