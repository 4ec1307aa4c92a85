using CellSeg.Studies.Plans;
using CellSeg.Training;

namespace CellSeg.Studies.Running;

/// <summary>What a runner tells while it works: one of the cases below.</summary>
public abstract record StudyProgress
{
    private StudyProgress()
    {
    }

    /// <summary>A training begins, or goes on from its checkpoint.</summary>
    /// <param name="Settings">The training.</param>
    /// <param name="Done">Trainings of the study that are done.</param>
    /// <param name="Total">Trainings of the study in all.</param>
    public sealed record Started(StudySettings Settings, int Done, int Total) : StudyProgress;

    /// <summary>A step, an epoch, a frame that cannot be used, or a warning of a training.</summary>
    /// <param name="Settings">The training.</param>
    /// <param name="Event">What it tells.</param>
    public sealed record Advanced(StudySettings Settings, TrainingProgress Event) : StudyProgress;

    /// <summary>A training has its result.</summary>
    /// <param name="Training">The training.</param>
    public sealed record Finished(StudyTraining Training) : StudyProgress;

    /// <summary>A training has failed; others go on.</summary>
    /// <param name="Settings">The training.</param>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(StudySettings Settings, StudyFailure Failure) : StudyProgress;
}
