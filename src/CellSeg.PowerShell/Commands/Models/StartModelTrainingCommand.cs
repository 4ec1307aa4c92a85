using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;
using CellSeg.PowerShell.Completion;
using CellSeg.PowerShell.Completion.Options;
using CellSeg.Training;
using CellSeg.Training.Checkpoints;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>
/// Trains a copy of a model on the training part of a split. Ctrl+C ends it after the step in progress, with a checkpoint from which
/// <c>-Resume</c> goes on. Each epoch is a record on the information stream, tagged Epoch, and a line of -Verbose.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "ModelTraining", SupportsShouldProcess = true)]
[OutputType(typeof(ModelTrainingResult))]
public sealed class StartModelTrainingCommand : CellSegCmdlet
{
    /// <summary>Options that have a parameter alone and no place in a table.</summary>
    internal static readonly string[] ReservedOptions = [nameof(CheckpointPath), nameof(TrainingOptions.SpareCheckpointPath), nameof(Resume)];

    private TrainingOptions _options = null!;

    /// <summary>The data, from Split-CellDataset: a training part to learn from, a validation part to choose by.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [TakesOnly(typeof(CellDatasetSplit))]
    [ValidateNotNull]
    public CellDatasetSplit InputObject { get; set; } = null!;

    /// <summary>
    /// The model to start from: one that was made or loaded, a bundled model's name, or a model folder. It stays as it is: the
    /// result has the trained copy.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ModelTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public SegmentationModel Model { get; set; } = null!;

    /// <summary>
    /// Options to start from; the other parameters go before them. <c>FineTune</c> is for a model that is trained already and
    /// a few dozen images. A trained model goes on with the targets that it has learnt, unless <c>-Option</c> or the preset
    /// <c>Thesis</c> has others. <c>Thesis</c> trains a model of <c>New-SegmentationModel -Preset Thesis</c> as the thesis does: for 15 epochs, or
    /// 10 where the model takes several frames; with the zoom of its schema; and without tuning the decoder. It differs where the text
    /// leaves no choice or 2020 had a fault: the last epoch is kept, or of a validation part the one with the least loss, and never one
    /// that the test part chose; the frames of a clip are varied alike; and L2 is 1e-5 as in the text, which the code of 2020 had not
    /// (<c>-Option @{ L2 = 0 }</c>). Judge it on tiles, <c>Split-CellDataset -TestTileSize 128</c>. docs/method.md, section 10, lists all.
    /// </summary>
    [Parameter]
    public TrainingPreset Preset { get; set; }

    /// <summary>How many times the training goes over its frames.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int Epochs { get; set; }

    /// <summary>Crops of images that each step learns from; fewer take less memory.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>The highest learning rate, to which it rises at the start and from which it falls to the end.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double LearningRate { get; set; }

    /// <summary>Height and width of the crops in pixels, a multiple of 32.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    [ValidateRange(32, 1 << 16)]
    public int CropSize { get; set; }

    /// <summary>Ends the training after this time, whatever the epochs. The result then depends on the machine's speed.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    public TimeSpan TimeLimit { get; set; }

    /// <summary>Ends the training after this many epochs without a better result on the validation part; 0 is off.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int Patience { get; set; }

    /// <summary>Where to compute. Auto is the processor, on which results repeat to the bit.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    public ComputeDevice Device { get; set; }

    /// <summary>
    /// The number type of convolutions. Auto is float32; BFloat16 is faster where the processor has it, and less exact.
    /// </summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    public ComputePrecision Precision { get; set; }

    /// <summary>
    /// A folder where the best model, the history and the state to resume from are saved: every minute, on Ctrl+C, and
    /// at the end. Without it they are kept in a folder that -Verbose names, and that goes when the training has ended well; where it was
    /// stopped, its folder is told, to be given here with -Resume. It lies among the user's local data, or in the folder that the
    /// environment variable CELLSEG_CHECKPOINTS names.
    /// </summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>The least time between two checkpoints; 0 saves after every step.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    public TimeSpan CheckpointInterval { get; set; }

    /// <summary>
    /// Goes on from the checkpoint in <c>-CheckpointPath</c> as if the training had not been interrupted; without a
    /// checkpoint there the training begins. Another model, other data or options are refused.
    /// </summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    public SwitchParameter Resume { get; set; }

    /// <summary>Replaces a training that is in <c>-CheckpointPath</c>.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Seed of the order of crops, of their places and of their variation.</summary>
    [Parameter]
    [OptionOf<TrainingOptions>]
    public long Seed { get; set; }

    /// <summary>
    /// Any other option of a training by its name, such as <c>@{ AverageDecay = 0.99; Augmentation = @{ Blur = 0 } }</c>,
    /// <c>@{ Losses = @{ Classes = 'Dice' }; LossWeights = @{ Foreground = 0.01 } }</c>,
    /// <c>@{ FrozenPart = 'Backbone'; FrozenShare = 0.5 }</c>, or, where frames are cut into
    /// tiles, <c>@{ Sampling = 'Tiles'; BalanceImages = $true }</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(TrainingOptionCompleter))]
    [ValidateNotNull]
    public Hashtable Option { get; set; } = [];

    /// <summary>Checks the options before the data are read.</summary>
    protected override void BeginProcessing()
    {
        _options = OrEnd(
            () => WithBound(OptionTable.Apply(TrainingPresets.Create(Preset, Model), Option, ReservedOptions)), Errors.InvalidOption);
        RequireOther(nameof(Force), nameof(CheckpointPath));
        if (CheckpointPath is not null)
            _options = _options with { CheckpointPath = OrEnd(() => GetOutputPath(CheckpointPath), Errors.PathNotFound) };
        OrEnd(() => ModelTrainer.Check(Model, _options), Errors.InvalidOption);
        OrEnd(() => RefuseUnused(UnusedTrainingOptions.Find(_options, Model.Specification)), Errors.OptionWithoutEffect);
    }

    /// <summary>Trains on one split.</summary>
    protected override void ProcessRecord()
    {
        // Also when an earlier split of the same pipeline was trained into it.
        if (_options.CheckpointPath is { } folder && !Resume && !Force && ModelTrainer.HasCheckpoint(folder))
            WriteError(Errors.CheckpointExists(folder));
        else if (ShouldProcess(InputObject.Training.Name, $"Train {Model.Name}"))
            OrSkip(TrainIfUsed, Errors.OptionWithoutEffect);
    }

    private void TrainIfUsed()
    {
        if (InputObject.Validation.MovieCount == 0)
            RefuseUnused(UnusedTrainingOptions.FindWithoutValidation(_options));
        OrSkip(() => WriteObject(Train()), Errors.TrainingImpossible);
    }

    private void RefuseUnused(IEnumerable<UnusedOption> unused)
        => OptionTable.RefuseUnused(TrainingPresets.Create(Preset, Model), _options, unused);

    private ModelTrainingResult Train()
    {
        WriteVerbose(
            $"Training {Model.Name} ({Model.ParameterCount:N0} weights) on {InputObject.Training.MovieCount} movies "
            + $"with {InputObject.AnnotationCount} annotated cells.");
        var options = CheckpointPath is null ? _options with { SpareCheckpointPath = SpareFolder.Name(Model.Name) } : _options;
        WriteVerbose($"Checkpoints go to {options.CheckpointPath ?? $"{options.SpareCheckpointPath}, which goes when the training has ended well"}.");
        // A copy, so that the same line run twice, or two splits from the pipe, start from the same weights.
        var model = Model.Clone();
        try
        {
            return RunInBackground("Training", output =>
            {
                var progress = new DirectProgress<TrainingProgress>(progress => Report(output, progress));
                return ModelTrainer.Train(model, InputObject, options, progress, output.Stopping);
            });
        }
        catch (Exception e)
        {
            model.Dispose();
            TellOf(options.SpareCheckpointPath, isStopping: e is PipelineStoppedException);
            throw;
        }
    }

    /// <summary>Says where the checkpoint of a training is that did not end well.</summary>
    private void TellOf(string? folder, bool isStopping)
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        string text = $"What was learnt is in {folder}: the same command with -CheckpointPath '{folder}' -Resume goes on with it.";
        if (!isStopping)
        {
            WriteWarning(text);
            return;
        }
        try
        {
            // A pipeline that stops takes no warning.
            Host.UI?.WriteWarningLine(text);
        }
        catch (Exception e) when (e is PipelineStoppedException or PSInvalidOperationException or HostException or NotImplementedException)
        {
            // There is nobody to tell.
        }
    }

    private static void Report(BackgroundRun output, TrainingProgress progress)
    {
        switch (progress)
        {
            case TrainingProgress.Problem problem:
                output.WriteError(Errors.FrameUnusable(problem.Error));
                break;
            case TrainingProgress.Warning warning:
                output.WriteWarning(warning.Text);
                break;
            case TrainingProgress.EpochEnd epoch:
                output.WriteInformation(epoch.Record, "Epoch");
                output.WriteVerbose($"{epoch.Record}");
                break;
            case TrainingProgress.StepEnd step:
                output.ReportProgress(step.Fraction, Describe(step), step.Remaining);
                break;
        }
    }

    private static string Describe(TrainingProgress.StepEnd step)
        => string.Create(CultureInfo.InvariantCulture, $"epoch {step.Epoch} of {step.EpochCount}, loss {step.Loss:G3}")
            + (step.ValidationF1 is { } f1 ? string.Create(CultureInfo.InvariantCulture, $", F1 {f1:F3}") : "");
}
