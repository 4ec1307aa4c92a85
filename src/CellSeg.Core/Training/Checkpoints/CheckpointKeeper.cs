using CellSeg.Files;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Training.History;
using CellSeg.Training.Optimization;

namespace CellSeg.Training.Checkpoints;

/// <summary>
/// Keeps the best weights in memory and the folder of a training up to date: the best model so far, as
/// <see cref="ModelFolder"/> has it, the checkpoint to resume from, and the history as a table and a picture.
/// </summary>
/// <param name="model">The model that is trained.</param>
/// <param name="optimizer">Its optimiser.</param>
/// <param name="average">The average of its weights.</param>
/// <param name="provenance">How it is trained, but for what it started from and how far it has come.</param>
/// <param name="options">Where and when to save.</param>
/// <param name="warn">Told of what cannot be written and is not needed.</param>
internal sealed class CheckpointKeeper(
    SegmentationModel model, AdamOptimizer optimizer, WeightAverage average, TrainingProvenance provenance, CheckpointOptions options, Action<string> warn)
{
    // What took less is sooner done again than written to the disk.
    private static readonly TimeSpan WorthSparing = TimeSpan.FromSeconds(10);

    private const string HistoryName = "history.csv", CurvesName = "learning-curves.png";

    private IReadOnlyDictionary<string, SafetensorsTensor>? _best;
    private TimeSpan? _savedAt;
    private int? _savedEpoch;
    private bool _cannotDraw;

    /// <summary>The state to begin with: that of the checkpoint, with its tensors put in place, or a new one.</summary>
    /// <param name="new">The state of a training that has not begun.</param>
    /// <exception cref="CellSegException">The checkpoint is damaged, or that of another training; the model is as it was.</exception>
    public TrainingState Begin(TrainingState @new)
    {
        if (options.Path is not { } folder)
            return @new;
        AtomicFile.RemoveLeftovers(folder);
        // An old checkpoint that is not wanted stays until there is a new one.
        if (!options.Resume || !CheckpointFile.Exists(folder))
            return @new;
        string path = Path.Combine(folder, CheckpointFile.Name);
        var checkpoint = CheckpointFile.Read(folder);
        TrainingIdentity.Check(checkpoint.State.Identity, @new.Identity, path);
        optimizer.Import(checkpoint.First, checkpoint.Second, checkpoint.State.Steps, checkpoint.State.FrozenSteps, path);
        average.Import(checkpoint.Average, path);
        // The last that can be refused, since the model is not ours to spoil.
        model.SetWeights(checkpoint.Weights, path);
        _best = checkpoint.Best;
        _savedAt = TimeSpan.FromSeconds(checkpoint.State.Seconds);
        return checkpoint.State;
    }

    /// <summary>
    /// Keeps the present weights, averaged where the training averages, as the best, or just notes that they are when
    /// there is nothing to choose by.
    /// </summary>
    public void NoteBest(TrainingState state, bool isChosen)
    {
        state.BestEpoch = state.Epoch;
        _best = isChosen ? GetAverage() ?? model.GetWeights() : null;
    }

    /// <summary>Gives the model the best weights.</summary>
    public void TakeBest()
    {
        if ((_best ?? GetAverage()) is { } best)
            model.SetWeights(best, model.Name);
    }

    /// <summary>Saves after the first epoch, where the folder is to stay, and then whenever the interval is over.</summary>
    /// <exception cref="CellSegException">The folder cannot be written to, or the weights are no longer finite.</exception>
    public void SaveIfDue(TrainingState state, TimeSpan elapsed)
    {
        if (elapsed - (_savedAt ?? TimeSpan.Zero) >= options.Interval || (_savedAt is null && state.Epoch > 0 && !options.IsSpare))
            Save(state, elapsed);
    }

    /// <summary>Saves the checkpoint and, where they have changed, the best model and the history.</summary>
    /// <exception cref="CellSegException">The folder cannot be written to, or the weights are no longer finite: what was there before still is.</exception>
    public void Save(TrainingState state, TimeSpan elapsed)
    {
        Describe(state);
        if (options.Path is not { } folder)
            return;
        state.Seconds = elapsed.TotalSeconds;
        (state.Steps, state.FrozenSteps) = (optimizer.Steps, optimizer.FrozenSteps);
        var weights = model.GetWeights();
        Check(weights);
        var (first, second) = optimizer.Export();
        var averaged = average.Export();
        CheckpointFile.Write(folder, new TrainingCheckpoint(state, weights, first, second, averaged, _best));
        _savedAt = elapsed;
        // Neither changes within an epoch, and whoever interrupts a training waits for each file.
        if (_best is not null && state.Epoch == _savedEpoch)
            return;
        ModelFolder.Save(model, _best ?? (average.IsOn ? averaged : weights), folder);
        SaveHistory(state, folder);
        _savedEpoch = state.Epoch;
    }

    /// <summary>Saves the checkpoint when all steps are done and the model is still to be tuned.</summary>
    /// <exception cref="CellSegException">The folder cannot be written to, or the weights are no longer finite.</exception>
    public void SaveTrained(TrainingState state, TimeSpan elapsed)
    {
        if (!options.IsSpare || elapsed >= WorthSparing)
            Save(state, elapsed);
        else
            Describe(state);
    }

    /// <summary>Saves the model as it is, at the end; a spare folder has had its time.</summary>
    public void SaveModel(TrainingState state)
    {
        Describe(state);
        if (options.Path is not { } folder)
            return;
        if (options.IsSpare)
        {
            Remove(folder);
            return;
        }
        ModelFolder.Save(model, folder);
        SaveHistory(state, folder);
    }

    private Dictionary<string, SafetensorsTensor>? GetAverage() => average.IsOn ? average.Export() : null;

    private void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"The checkpoint in {folder} is no longer needed, and cannot be deleted: {e.Message}");
        }
    }

    private void SaveHistory(TrainingState state, string folder)
    {
        HistoryFile.Write(Path.Combine(folder, HistoryName), state.History);
        if (state.History.Count == 0 || _cannotDraw)
            return;
        try
        {
            LearningCurves.Write(Path.Combine(folder, CurvesName), state.History);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException)
        {
            // A picture is not worth a training: the table has the same numbers.
            _cannotDraw = true;
            warn($"The learning curves cannot be drawn, since a native library is missing: {e.GetBaseException().Message}");
        }
    }

    private void Describe(TrainingState state)
        => model.Training = provenance with { BaseModel = state.BaseModel, Epochs = state.Epoch, FinishedAt = DateTime.UtcNow };

    /// <summary>A gradient that is not finite spoils the weights before any loss tells: such weights replace nothing.</summary>
    private static void Check(IReadOnlyDictionary<string, SafetensorsTensor> weights)
    {
        foreach (var (name, tensor) in weights)
        {
            if (!tensor.IsFinite)
            {
                throw new CellSegException(
                    "Training", $"the weight '{name}' is no longer finite", "Lower the learning rate; the last good checkpoint is as it was");
            }
        }
    }
}
