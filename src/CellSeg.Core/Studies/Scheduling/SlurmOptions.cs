namespace CellSeg.Studies.Scheduling;

/// <summary>What a study asks of Slurm for each of its tasks, which do one training each.</summary>
public sealed record SlurmOptions
{
    /// <summary>The partition; null for Slurm's default.</summary>
    public string? Partition { get; init; }

    /// <summary>Graphics cards of a task, at least 0; only for a study whose trainings compute on one. Default 0.</summary>
    public int GpusPerTask { get; init; }

    /// <summary>The longest time of a task, at least a minute; null for that of the partition. What is ended by it goes on by -Resume.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The most tasks that run at once, at least 1; null for as many as Slurm has room for.</summary>
    public int? MaximumTasks { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(GpusPerTask, 0);
        Require.That(TimeLimit is null || TimeLimit >= TimeSpan.FromMinutes(1), TimeLimit, "at least a minute, which is what Slurm counts in");
        Require.AtLeast(MaximumTasks, 1);
    }
}
