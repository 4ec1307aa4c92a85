namespace CellSeg.Studies.Scheduling;

/// <summary>A job array that a study has submitted: its <c>slurm/job-N.json</c>.</summary>
/// <param name="JobId">Slurm's number of it.</param>
/// <param name="Trainings">The trainings: that of task 1 first.</param>
/// <param name="SubmittedAt">When, UTC.</param>
public sealed record SlurmJob(string JobId, IReadOnlyList<string> Trainings, DateTime SubmittedAt)
{
    /// <summary>What the locks of a task's training say that it belongs to.</summary>
    /// <param name="index">The task, from 1.</param>
    internal string GetGroup(int index) => GetGroup(JobId, FormattableString.Invariant($"{index}"));

    /// <summary>What this process belongs to, if Slurm has started it as a task of an array; null where it has not.</summary>
    public static string? FindGroup()
        => (Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID"), Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID")) is ({ } job, { } task)
            ? GetGroup(job, task)
            : null;

    private static string GetGroup(string job, string task) => $"slurm-{job}_{task}";
}
