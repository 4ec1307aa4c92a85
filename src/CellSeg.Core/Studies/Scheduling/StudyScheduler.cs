namespace CellSeg.Studies.Scheduling;

/// <summary>Who decides when and where the trainings of a study run.</summary>
public enum StudyScheduler
{
    /// <summary>This machine, at once.</summary>
    Local,

    /// <summary>Slurm: one job array, one task a training.</summary>
    Slurm,
}
