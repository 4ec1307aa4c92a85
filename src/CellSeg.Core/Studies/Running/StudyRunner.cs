using CellSeg.Files.Locks;
using CellSeg.Models.Torch;

namespace CellSeg.Studies.Running;

/// <summary>
/// Does the trainings of a study that are not done, one after the other on the calling thread. Several runners, in processes and on machines
/// that see the folder, share the work: each takes a training that nobody is at work on.
/// </summary>
/// <param name="folder">The study.</param>
/// <param name="datasets">The data sets of its plan.</param>
/// <param name="progress">Told what happens.</param>
public sealed class StudyRunner(StudyFolder folder, StudyDatasets datasets, IProgress<StudyProgress>? progress = null)
{
    private static readonly TimeSpan StopInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// What this process belongs to, such as a task of Slurm, of which no two processes run at once: a training that an earlier
    /// process of it was at work on, on whatever machine, is taken over. Null for nothing.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Does all trainings that are neither done nor failed nor at work elsewhere, in the order of the plan.</summary>
    /// <param name="cancellationToken">Ends after the step in progress, with a checkpoint.</param>
    /// <exception cref="CellSegException">The folder cannot be written to. A training that fails is told and recorded; the others go on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or somebody asked the study to stop.</exception>
    public void RunAll(CancellationToken cancellationToken = default) => Run(folder.Trainings, cancellationToken);

    /// <summary>Does one training, unless it is done or at work elsewhere; one that has failed is tried again.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="cancellationToken">Ends after the step in progress, with a checkpoint.</param>
    /// <exception cref="CellSegException">The study has no such training, or the folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or somebody asked the study to stop.</exception>
    public void RunOne(string id, CancellationToken cancellationToken = default)
    {
        var training = folder.Find(id);
        training.ForgetFailure();
        Run([training], cancellationToken);
    }

    private void Run(IReadOnlyList<TrainingFolder> trainings, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watch = new Timer(_ => Watch(stop), null, TimeSpan.Zero, StopInterval);
        using var threads = ThreadLimit.Set(folder.Plan.ThreadCount);
        foreach (var training in trainings)
        {
            stop.Token.ThrowIfCancellationRequested();
            if (training.IsDone || training.HasFailed)
                continue;
            using var held = training.TryLock(Group);
            // Somebody may have done it between the look and the lock.
            if (held is not null && !training.IsDone && !training.HasFailed)
                Run(training, held, stop.Token);
        }
    }

    private void Run(TrainingFolder training, LockFile held, CancellationToken cancellationToken)
    {
        progress?.Report(new StudyProgress.Started(training.Settings, folder.Trainings.Count(one => one.IsDone), folder.Trainings.Count));
        try
        {
            new TrainingJob(folder.Plan, datasets, training, held, progress).Run(cancellationToken);
            progress?.Report(new StudyProgress.Finished(training.Describe()));
        }
        catch (CellSegException e)
        {
            Fail(training, e);
        }
        catch (OutOfMemoryException e)
        {
            Fail(training, new CellSegException(training.Settings.Id, "there is too little memory", "Train on a larger machine, or smaller batches", e));
        }
        catch (OperationCanceledException)
        {
            training.Log("Stopped; it goes on from its checkpoint.");
            throw;
        }
    }

    private void Fail(TrainingFolder training, CellSegException error)
    {
        training.Log($"Failed: {error.Message}");
        var failure = StudyFailure.Of(error);
        training.WriteFailure(failure);
        progress?.Report(new StudyProgress.Failed(training.Settings, failure));
    }

    private void Watch(CancellationTokenSource stop)
    {
        try
        {
            if (folder.IsStopRequested)
                stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The last call of a timer may come after its end.
        }
    }
}
