using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Completion;
using CellSeg.Training;

namespace CellSeg.PowerShell.Commands;

/// <summary>
/// Trains a copy of a model on the training part of a split. Ctrl+C ends it after the step in progress, with the model
/// saved where <c>-CheckpointPath</c> is given.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "ModelTraining", SupportsShouldProcess = true)]
[OutputType(typeof(ModelTrainingResult))]
public sealed class StartModelTrainingCommand : CellSegCmdlet
{
    private static readonly TrainingOptions Defaults = new();

    /// <summary>The data, from Split-CellDataset.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public CellDatasetSplit InputObject { get; set; } = null!;

    /// <summary>The model to start from, or the folder of one. It stays as it is: the result has the trained copy.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ModelTransformation]
    [ValidateNotNull]
    public SegmentationModel Model { get; set; } = null!;

    /// <summary>Passes over the training frames.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Epochs { get; set; } = Defaults.Epochs;

    /// <summary>Crops a step.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; } = Defaults.BatchSize;

    /// <summary>The highest learning rate.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double LearningRate { get; set; } = Defaults.LearningRate;

    /// <summary>Height and width of the crops in pixels, a multiple of 32.</summary>
    [Parameter]
    [ValidateRange(32, 1 << 16)]
    public int CropSize { get; set; } = Defaults.CropSize;

    /// <summary>Ends the training after this time, whatever the epochs. The result then depends on the machine's speed.</summary>
    [Parameter]
    public TimeSpan TimeLimit { get; set; }

    /// <summary>The number type of convolutions.</summary>
    [Parameter]
    public ComputePrecision Precision { get; set; } = Defaults.Precision;

    /// <summary>A folder where the model is saved at the end, every few minutes, and on Ctrl+C.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Of the order, the crops and their variation.</summary>
    [Parameter]
    public long Seed { get; set; } = Defaults.Seed;

    private TrainingOptions Options => Defaults with
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        CropSize = CropSize,
        TimeLimit = IsBound(nameof(TimeLimit)) ? TimeLimit : null,
        Precision = Precision,
        Seed = Seed,
        CheckpointPath = CheckpointPath is null ? null : OrEnd(() => GetOutputPath(CheckpointPath), Errors.PathNotFound),
    };

    /// <summary>Checks the options before the data are read.</summary>
    protected override void BeginProcessing()
        => OrEnd(() =>
        {
            Options.Validate();
            return true;
        }, Errors.InvalidOption);

    /// <summary>Trains on one split.</summary>
    protected override void ProcessRecord()
    {
        if (ShouldProcess(InputObject.Training.Name, $"Train {Model.Name}"))
            OrSkip(() => WriteObject(Train(Options)), Errors.TrainingImpossible);
    }

    private ModelTrainingResult Train(TrainingOptions options)
    {
        WriteVerbose($"Training {Model.Name} ({Model.ParameterCount:N0} weights) on {InputObject.Training.MovieCount} movies with {InputObject.AnnotationCount} annotated cells.");
        // A copy, so that the same line run twice, or two splits from the pipe, start from the same weights.
        var model = Model.Clone();
        try
        {
            return RunInBackground("Training", output =>
                ModelTrainer.Train(model, InputObject, options, new DirectProgress<TrainingProgress>(progress => Report(output, progress)), output.Stopping));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Report(ICommandOutput output, TrainingProgress progress)
    {
        if (progress.Problem is { } problem)
            output.WriteError(Errors.FrameUnusable(problem));
        else if (progress.FinishedEpoch is { } epoch)
            output.WriteVerbose($"Epoch {epoch.Epoch}: loss {epoch.Loss:G4}, {epoch.Seconds:F1} s.");
        else
            output.ReportProgress(progress.Fraction, $"epoch {progress.Epoch} of {progress.EpochCount}, loss {progress.Loss:G3}", progress.Remaining);
    }
}
