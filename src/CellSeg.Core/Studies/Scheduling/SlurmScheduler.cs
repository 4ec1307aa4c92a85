using System.Globalization;
using CellSeg.Files;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Running;

namespace CellSeg.Studies.Scheduling;

/// <summary>
/// Runs a study as job arrays of Slurm, one task a training. What was submitted is kept in the study's folder, so that only what is
/// missing is submitted again.
/// </summary>
/// <param name="folder">The study.</param>
public sealed class SlurmScheduler(StudyFolder folder)
{
    /// <summary>The environment variable in which a task finds the name of its training.</summary>
    public const string TrainingVariable = "CELLSEG_TRAINING";

    private const string ScriptName = "job.sh", JobPrefix = "job-", ListPrefix = "trainings-";

    private readonly string _path = Path.Combine(folder.Path, "slurm");

    /// <summary>The jobs that were submitted, in their order.</summary>
    /// <exception cref="CellSegException">One of their files is damaged.</exception>
    public IReadOnlyList<SlurmJob> Jobs
        => Directory.Exists(_path)
            ? [.. Directory.GetFiles(_path, JobPrefix + "*.json").Select(file => StudyJson.Read<SlurmJob>(file, "Delete the file if its job has ended"))
                .OrderBy(job => job.SubmittedAt)]
            : [];

    /// <summary>The trainings that a task of Slurm waits for or is at work on.</summary>
    /// <exception cref="CellSegException">Slurm does not answer.</exception>
    public IReadOnlySet<string> FindActive()
    {
        var jobs = Jobs;
        if (jobs.Count == 0)
            return new HashSet<string>();
        var tasks = FindTasks();
        return jobs.SelectMany(job => job.Trainings.Where((_, i) => tasks.Contains((job.JobId, i + 1)))).ToHashSet();
    }

    /// <summary>Submits the trainings that are neither done nor waiting or at work.</summary>
    /// <param name="command">
    /// The program and the arguments that do the training whose name is in <see cref="TrainingVariable"/>.
    /// </param>
    /// <param name="options">What to ask of Slurm.</param>
    /// <returns>The job; null where nothing is missing.</returns>
    /// <exception cref="CellSegException">An option is out of range, or Slurm does not take the job.</exception>
    public SlurmJob? Submit(IReadOnlyList<string> command, SlurmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var tasks = FindTasks();
        var jobs = Jobs;
        RemoveLeftLocks(jobs, tasks);
        var active = jobs.SelectMany(job => job.Trainings.Where((_, i) => tasks.Contains((job.JobId, i + 1)))).ToHashSet();
        string[] missing = [.. folder.Describe().Trainings
            .Where(training => training.State is TrainingState.Pending or TrainingState.Failed && !active.Contains(training.Id))
            .Select(training => training.Id)];
        if (missing.Length == 0)
            return null;
        string number = (jobs.Count + 1).ToString(CultureInfo.InvariantCulture);
        string list = Path.Combine(_path, $"{ListPrefix}{number}.txt"), script = Path.Combine(_path, ScriptName), logs = Path.Combine(_path, "logs");
        Directory.CreateDirectory(logs);
        AtomicFile.Write(list, file => File.WriteAllLines(file, missing));
        AtomicFile.Write(script, file => File.WriteAllText(file, GetScript(command)));
        string answer = ProgramRun.Run("sbatch", GetArguments(missing.Length, logs, script, list, options));
        // Behind the number may stand the name of a cluster.
        var job = new SlurmJob(answer.Trim().Split(';')[0], missing, DateTime.UtcNow);
        AtomicFile.Write(Path.Combine(_path, $"{JobPrefix}{number}.json"), file => File.WriteAllText(file, StudyJson.Write(job)));
        return job;
    }

    /// <summary>Cancels tasks of the study's jobs.</summary>
    /// <param name="waitingOnly">Whether those that run go on.</param>
    /// <exception cref="CellSegException">Slurm does not answer.</exception>
    public void Cancel(bool waitingOnly)
    {
        var tasks = FindTasks();
        string[] active = [.. Jobs.Select(job => job.JobId).Where(id => tasks.Any(task => task.Job == id))];
        if (active.Length > 0)
            ProgramRun.Run("scancel", [.. waitingOnly ? ["--state=PENDING"] : Array.Empty<string>(), .. active]);
    }

    private IEnumerable<string> GetArguments(int count, string logs, string script, string list, SlurmOptions options)
    {
        yield return "--parsable";
        yield return "--job-name=cellseg-study";
        string most = options.MaximumTasks is { } maximum ? FormattableString.Invariant($"%{maximum}") : "";
        yield return FormattableString.Invariant($"--array=1-{count}{most}");
        yield return FormattableString.Invariant($"--cpus-per-task={folder.Plan.ThreadCount}");
        // Percent signs are Slurm's own in the names of its logs.
        yield return $"--output={logs.Replace("%", "%%", StringComparison.Ordinal)}/%A_%a.log";
        if (options.Partition is { } partition)
            yield return $"--partition={partition}";
        if (options.GpusPerTask > 0)
            yield return FormattableString.Invariant($"--gpus-per-task={options.GpusPerTask}");
        if (options.TimeLimit is { } limit)
            yield return FormattableString.Invariant($"--time={Math.Ceiling(limit.TotalMinutes)}");
        yield return script;
        yield return list;
    }

    private static string GetScript(IReadOnlyList<string> command) =>
        $"""
        #!/bin/bash
        # A task of a study: does the training whose name stands in line SLURM_ARRAY_TASK_ID of the file that it is given.
        set -eu
        {TrainingVariable}=$(sed -n "$SLURM_ARRAY_TASK_ID"p "$1")
        export {TrainingVariable}
        exec {string.Join(' ', command.Select(Quote))}

        """.ReplaceLineEndings("\n");

    /// <summary>A word as the shell takes it literally.</summary>
    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A task that was killed on another machine could not give its lock back, and nobody but Slurm knows that it has ended.</summary>
    private void RemoveLeftLocks(IReadOnlyList<SlurmJob> jobs, IReadOnlySet<(string Job, int Index)> tasks)
    {
        var active = jobs.SelectMany(job => job.Trainings.Select((_, i) => (Job: job, Index: i + 1)))
            .Where(task => tasks.Contains((task.Job.JobId, task.Index))).Select(task => task.Job.GetGroup(task.Index)).ToHashSet();
        var ended = jobs.SelectMany(job => job.Trainings.Select((_, i) => job.GetGroup(i + 1))).Where(group => !active.Contains(group)).ToHashSet();
        foreach (var training in folder.Trainings)
            training.RemoveLeftLock(owner => owner.Group is { } group && ended.Contains(group));
    }

    /// <summary>The tasks of this user that wait, run or are being ended, by the number of the array and of the task.</summary>
    private static HashSet<(string Job, int Index)> FindTasks()
    {
        var tasks = new HashSet<(string, int)>();
        // One line a task, also where they wait together.
        string answer = ProgramRun.Run("squeue", "--noheader", "--array", $"--user={Environment.UserName}", "--format=%F %K");
        foreach (string line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(' ') is [var job, var task] && int.TryParse(task, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                tasks.Add((job, index));
        }
        return tasks;
    }
}
