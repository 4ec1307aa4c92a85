using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Evaluation.Pictures;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Inference;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Commands.Cells;

/// <summary>
/// Counts the errors of segmentations as cells: missed, gained, merged, split and catastrophes, and the scores made of
/// them. One record an image, or one for all with <c>-Total</c>; with <c>-Overlay</c> also a picture an image.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "SegmentationError", DefaultParameterSetName = InputSet, SupportsShouldProcess = true)]
[OutputType(typeof(SegmentationError))]
public sealed class MeasureSegmentationErrorCommand : TableCmdlet<SegmentationError>
{
    // What is asked for has a table view of its own.
    private const string TypeName = "CellSeg.Evaluation.SegmentationError#";

    private readonly List<SegmentationError> _pool = [];
    private EvaluationOptions _options = new();
    private FilePartners? _truths;
    private int _attempts;
    private ErrorPictureFolder? _pictures;

    /// <summary>A segmentation whose truth is known, because its image came from a data set with labels.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [TakesOnly(typeof(CellSegmentation))]
    [ValidateNotNull]
    public CellSegmentation InputObject { get; set; } = null!;

    /// <summary>
    /// Label images with the truth, or folders of them. They are matched with those of the prediction by name, less an
    /// ending such as _labels; one file is compared with one file whatever their names. Labels of NAME_t0001, a single image,
    /// are also matched with frame 0 of the movie NAME, and the other way round.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string[] TruthPath { get; set; } = [];

    /// <summary>Cells with fewer pixels are removed from truth and prediction first.</summary>
    [Parameter]
    [OptionOf<EvaluationOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int MinimumArea { get; set; }

    /// <summary>
    /// How cells are linked, and left-over ones grouped into errors. Thesis links from an IoU of 0.6 on, Toolbox above it.
    /// </summary>
    [Parameter]
    [OptionOf<EvaluationOptions>]
    public EvaluationRule Rule { get; set; }

    /// <summary>With the rule Toolbox: does not link a cell that swallows a small one.</summary>
    [Parameter]
    [OptionOf<EvaluationOptions>]
    public SwitchParameter ForceEventLinks { get; set; }

    /// <summary>Also gives the scores of other fields: average precision, panoptic quality, SEG, AJI, Dice.</summary>
    [Parameter]
    [OptionOf<EvaluationOptions>]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Gives one record for all images together, in the place of one each.</summary>
    [Parameter]
    public SwitchParameter Total { get; set; }

    /// <summary>Replicates for 95 % intervals over the images, with -Total; 1000 make steady ones.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Bootstrap { get; set; }

    /// <summary>Seed of the replicates of -Bootstrap: equal seeds give equal intervals.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>A folder for a picture an image, NAME_errors.png: what is right and wrong in colours, with a legend.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Overlay { get; set; }

    /// <summary>
    /// Images to draw over, or folders of them, matched by name. Segmentations from the pipe bring their own; label
    /// files alone are drawn on black.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ImagePath { get; set; }

    /// <inheritdoc/>
    private protected override string[] OutputParameters => [nameof(CsvPath), nameof(Overlay)];

    /// <summary>Checks the options before any image comes.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireOther(nameof(Seed), nameof(Bootstrap));
        if (Bootstrap > 0 && !Total)
            ThrowTerminatingError(Errors.BootstrapWithoutTotal());
        if (ImagePath is not null && Overlay is null)
            ThrowTerminatingError(Errors.ImagePathWithoutOverlay());
        if (Overlay is not null)
            _pictures = new ErrorPictureFolder(OrEnd(() => GetOutputPath(Overlay), Errors.PathNotFound), Force);
        _options = WithBound(new EvaluationOptions());
        OrEnd(_options.Validate, Errors.InvalidOption);
    }

    /// <summary>Measures one segmentation, or the files of one record.</summary>
    protected override void ProcessRecord()
    {
        if (HasPaths)
            MeasurePaths(_truths ??= FindPartners(TruthPath, listing => listing.LabelsOrImages));
        else
            MeasureSegmentation();
    }

    /// <summary>Reports truth that nothing was predicted for, and writes the pool and the table.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        ReportUntaken();
        // Where nothing came, whatever should have brought it has told.
        if (Total && _pool.Count == 0 && _attempts > 0)
            WriteError(Errors.NothingMeasured(_attempts));
        else if (_pool.Count > 0)
            Write(SegmentationEvaluator.Pool(_pool, Bootstrap, Seed));
        WriteTable();
    }

    private void ReportUntaken()
    {
        if (_truths is null)
            return;
        foreach (string truth in _truths.Untaken)
            WriteError(Errors.PredictionMissing(truth));
        foreach (var (truth, frames) in _truths.PartlyTaken)
        {
            OrSkip(() =>
            {
                int[] missing = [.. Enumerable.Range(0, CellMovie.OpenLabels(truth).FrameCount).Where(frame => !frames.Contains(frame))];
                if (missing.Length > 0)
                    WriteError(Errors.PredictionMissing(truth, missing));
            }, Errors.PairUnmeasurable);
        }
    }

    private void MeasureSegmentation()
    {
        var segmentation = InputObject;
        _attempts++;
        if (segmentation.ReadTruth() is not { } truth)
        {
            WriteError(Errors.NoTruth(segmentation.Path));
            return;
        }
        var partner = FindImage(ImagePath, segmentation.Path, isPair: false, Errors.BackgroundMissing);
        Measure(() =>
        {
            var movie = segmentation.OpenMovie();
            var image = new Lazy<CellImage>(() =>
                (partner is null ? movie : PartnerMovie.Open(partner, movie, path => CellMovie.Open(path))).ReadImage(segmentation.Frame));
            int? frame = movie.FrameCount > 1 ? segmentation.Frame : null;
            return new EvaluationInput(
                segmentation.Name, segmentation.Path, frame, Inspector.Prepare(truth), Inspector.Prepare(segmentation.ReadLabels()), image);
        }, Errors.PairUnmeasurable);
    }

    private void MeasurePaths(FilePartners truths)
    {
        if (IsSavedSegmentation)
        {
            MeasureSaved(truths);
            return;
        }
        var (files, isSingleFile) = FindInputFiles(listing => listing.LabelsOrImages);
        bool isPair = isSingleFile && truths.IsSingleFile;
        foreach (string prediction in files)
        {
            _attempts++;
            if ((isPair ? truths.TakeOnly(prediction) : truths.Take(prediction)) is { } truth)
                MeasurePair(prediction, truth, FindImage(ImagePath, prediction, truth.IsOnly, Errors.BackgroundMissing));
            else
                WriteError(Errors.TruthMissing(prediction));
        }
    }

    private void MeasureSaved(FilePartners truths)
    {
        _attempts++;
        if (FindSaved(out var own) is not { } prediction)
            return;
        if (truths.Take(prediction) is not { } truth)
        {
            WriteError(Errors.TruthMissing(prediction));
            return;
        }
        var image = FindImage(ImagePath, prediction, isPair: false, Errors.BackgroundMissing);
        MeasurePair(prediction, truth, image ?? (ImagePath is null ? own : null));
    }

    private void MeasurePair(string prediction, FilePartner truth, FilePartner? partner)
    {
        WriteVerbose($"Comparing {prediction} with {truth.Path}.");
        CellMovie? expected = null, found = null;
        if (!OrSkip(() => (expected, found) = EvaluationInput.OpenFiles(truth, prediction), e => Errors.PairUnmeasurable(e, prediction, truth.Path)))
            return;
        int frameCount = found!.FrameCount;
        var image = partner is null ? null : new Lazy<CellMovie>(() => PartnerMovie.Open(partner, found, path => CellMovie.Open(path)));
        var missing = truth.FindMissing(frameCount);
        // Who names one file of truth for one prediction knows that it is that of a frame.
        if (missing.Count > 0 && !truth.IsOnly)
            WriteError(Errors.TruthMissing(prediction, missing));
        foreach (int frame in Enumerable.Range(0, frameCount).Except(missing))
        {
            Measure(
                () => EvaluationInput.Read(expected!, found, frame, image, Inspector),
                e => Errors.PairUnmeasurable(e, prediction, truth.Path, frameCount > 1 ? frame : null));
        }
    }

    private void Measure(Func<EvaluationInput> read, Func<CellSegException, ErrorRecord> describe)
    {
        // A pool writes nothing on the way, at which the engine could stop the command.
        if (Stopping)
            throw new PipelineStoppedException();
        OrSkip(() =>
        {
            var input = read();
            var error = SegmentationEvaluator.Evaluate(input.Truth, input.Prediction, _options, input.Path, input.Frame);
            if (_pictures is { } pictures && ShouldProcess(pictures.GetPath(input.Name), "Write a picture of the errors"))
                OrSkip(() => pictures.Write(input, _options), Errors.PictureNotWritten);
            if (Total)
                _pool.Add(error);
            else
                Write(error);
        }, describe);
    }

    private void Write(SegmentationError error)
    {
        var record = new PSObject(error);
        string view = (Detailed ? "Detailed" : "") + (error.F1Low is null ? "" : "Interval");
        if (view.Length > 0)
            record.TypeNames.Insert(0, TypeName + view);
        Write(error, record);
    }
}
