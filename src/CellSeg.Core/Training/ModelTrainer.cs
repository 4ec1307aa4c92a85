using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Training.Checkpoints;

namespace CellSeg.Training;

/// <summary>Trains a model on the training part of a split. The test part is never looked at.</summary>
public static class ModelTrainer
{
    /// <summary>The name of the file, in the folder of a training, from which it is resumed.</summary>
    internal const string CheckpointName = CheckpointFile.Name;

    /// <summary>Whether a training into a folder would replace a model or a checkpoint.</summary>
    /// <param name="checkpointPath">The folder, which need not exist.</param>
    public static bool HasCheckpoint(string checkpointPath) => ModelFolder.Exists(checkpointPath) || CheckpointFile.Exists(checkpointPath);

    /// <summary>Throws where a training could not begin, whatever its data.</summary>
    /// <param name="model">What is to be trained.</param>
    /// <param name="options">How.</param>
    /// <exception cref="CellSegException">An option is out of range or means nothing for the model, or the device is missing.</exception>
    public static void Check(SegmentationModel model, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options.Losses.Validate(model.Schema);
        ComputeSupport.Resolve(options.Device);
    }

    /// <summary>Trains a model in place, on the calling thread.</summary>
    /// <param name="model">
    /// Its weights change and its decoder is tuned at the end, unless the options say otherwise; <see cref="SegmentationModel.CellDiameter"/> and
    /// <see cref="SegmentationModel.PixelSize"/> become those of the data, <see cref="SegmentationModel.Training"/> tells of this
    /// training, and there is no <see cref="SegmentationModel.Card"/> any more. A training that cannot begin leaves it as it was.
    /// </param>
    /// <param name="split">At least one annotated training movie.</param>
    /// <param name="options">How; those of <see cref="TrainingPreset.Default"/> for the model when null.</param>
    /// <param name="progress">Told of each step, each finished epoch, each frame that cannot be used and each warning.</param>
    /// <param name="cancellationToken">Stops after the step in progress; a checkpoint is saved first where there is a path for it.</param>
    /// <exception cref="CellSegException">
    /// There is nothing to learn from, an option is out of range or means nothing for the model, the checkpoint to resume from
    /// is of another training, the device is missing, or the loss is no longer finite: the last checkpoint is then kept as it is.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ModelTrainingResult Train(
        SegmentationModel model, CellDatasetSplit split, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(split);
        options ??= TrainingPresets.Create(TrainingPreset.Default, model);
        Check(model, options);
        using var run = new TrainingRun(model, split, options, progress, cancellationToken);
        return run.Run();
    }
}
