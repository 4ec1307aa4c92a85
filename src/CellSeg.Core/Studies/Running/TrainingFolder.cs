using System.Globalization;
using CellSeg.Files;
using CellSeg.Files.Locks;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;

namespace CellSeg.Studies.Running;

/// <summary>The folder of one training: model, history, checkpoint, log, and in the end its result or error.</summary>
/// <param name="path">Its full name; it need not exist.</param>
/// <param name="settings">What is trained.</param>
internal sealed class TrainingFolder(string path, StudySettings settings)
{
    private const string ResultName = "result.json", ErrorName = "error.json", LockName = "training.lock", LogName = "log.txt";

    /// <summary>Its full name.</summary>
    public string Path { get; } = path;

    /// <summary>What is trained.</summary>
    public StudySettings Settings { get; } = settings;

    /// <summary>Whether there is a result.</summary>
    public bool IsDone => File.Exists(GetPath(ResultName));

    /// <summary>Whether it ended with an error.</summary>
    public bool HasFailed => !IsDone && File.Exists(GetPath(ErrorName));

    private string LockPath => GetPath(LockName);

    /// <summary>Begins to work here.</summary>
    /// <param name="group">What this process belongs to, such as a task of Slurm, of which no two processes run at once; null for nothing.</param>
    /// <returns>The lock; null where another process is at work.</returns>
    /// <exception cref="CellSegException">The folder cannot be written to.</exception>
    public LockFile? TryLock(string? group)
    {
        try
        {
            Directory.CreateDirectory(Path);
            return LockFile.Acquire(LockPath, LockOwner.Create(group), IsLeftBy(owner => group is not null && owner.Group == group));
        }
        catch (FolderBusyException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(Path, $"the folder cannot be written to ({e.Message.TrimEnd('.')})", "Check permissions and the room on the disk", e);
        }
    }

    /// <summary>Removes the lock of a process of another machine that is known to have ended.</summary>
    /// <param name="hasEnded">Tells whether an owner has.</param>
    public void RemoveLeftLock(Func<LockOwner, bool> hasEnded)
    {
        if (IsLeftBy(hasEnded))
            LockFile.Acquire(LockPath, LockOwner.Create(), force: true).Dispose();
    }

    /// <summary>Who is at work here; null where nobody is.</summary>
    public LockOwner? FindOwner()
    {
        try
        {
            return File.Exists(LockPath) ? LockFile.FindOwner(LockPath) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FolderBusyException)
        {
            // Somebody has just come, or this user may only look.
            return (e as FolderBusyException)?.Owner;
        }
    }

    /// <summary>Reads the result.</summary>
    /// <returns>It; null where there is none yet.</returns>
    /// <exception cref="CellSegException">It is damaged, or that of another training.</exception>
    public StudyResult? ReadResult()
    {
        if (!IsDone)
            return null;
        string file = GetPath(ResultName);
        const string Remedy = "Delete the file, so that -Resume trains again";
        var result = StudyJson.Read<StudyResult>(file, Remedy);
        return result.Records.Count == 2 && result.Records.All(record => record.Training == Settings.Id)
            ? result
            : throw new CellSegException(file, $"it has not the two records of the training {Settings.Id}", Remedy);
    }

    /// <summary>Reads why the training failed; null where it did not.</summary>
    /// <exception cref="CellSegException">The file is damaged.</exception>
    public StudyFailure? ReadFailure()
        => HasFailed ? StudyJson.Read<StudyFailure>(GetPath(ErrorName), "Delete the file, so that -Resume trains again") : null;

    /// <summary>Writes the result, which makes the training done.</summary>
    /// <exception cref="CellSegException">It cannot be written.</exception>
    public void WriteResult(StudyResult result)
    {
        ForgetFailure();
        AtomicFile.Write(GetPath(ResultName), file => File.WriteAllText(file, StudyJson.Write(result)));
    }

    /// <summary>Writes why the training failed.</summary>
    /// <exception cref="CellSegException">It cannot be written.</exception>
    public void WriteFailure(StudyFailure failure)
        => AtomicFile.Write(GetPath(ErrorName), file => File.WriteAllText(file, StudyJson.Write(failure)));

    /// <summary>Lets a training that failed wait for another try.</summary>
    public void ForgetFailure() => AtomicFile.TryDelete(GetPath(ErrorName));

    /// <summary>Adds a line with the time to the log, which nothing depends on.</summary>
    public void Log(string text)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}Z {text.ReplaceLineEndings(" ")}\n");
        try
        {
            File.AppendAllText(GetPath(LogName), line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What matters is in the result, whose writing tells.
        }
    }

    /// <summary>What is known of the training.</summary>
    /// <exception cref="CellSegException">Its result or error is damaged.</exception>
    public StudyTraining Describe()
    {
        var result = ReadResult();
        var owner = result is null ? FindOwner() : null;
        var failure = result is null && owner is null ? ReadFailure() : null;
        return new StudyTraining
        {
            Id = Settings.Id,
            Settings = Settings,
            Path = Path,
            State = result is not null ? TrainingState.Done
                : owner is not null ? TrainingState.Running
                : failure is not null ? TrainingState.Failed : TrainingState.Pending,
            Owner = owner,
            Result = result,
            Failure = failure,
        };
    }

    private bool IsLeftBy(Func<LockOwner, bool> hasEnded) => FindOwner() is { IsHere: false } owner && hasEnded(owner);

    private string GetPath(string name) => System.IO.Path.Combine(Path, name);
}
