namespace CellSeg.Studies.Running;

/// <summary>How far a training of a study is.</summary>
public enum TrainingState
{
    /// <summary>It waits, or goes on from its checkpoint when its turn comes.</summary>
    Pending,

    /// <summary>A process is at work on it.</summary>
    Running,

    /// <summary>Its result is there.</summary>
    Done,

    /// <summary>It ended with an error; -Resume tries it again.</summary>
    Failed,
}
