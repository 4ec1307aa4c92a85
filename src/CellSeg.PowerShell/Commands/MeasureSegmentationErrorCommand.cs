using System.Management.Automation;
using CellSeg.Evaluation;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>
/// Counts the errors of segmentations as cells: missed, gained, merged, split and catastrophes, and the scores made of
/// them. One record an image, or one for all with <c>-Total</c>.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "SegmentationError", DefaultParameterSetName = InputSet)]
[OutputType(typeof(SegmentationError))]
public sealed class MeasureSegmentationErrorCommand : PathCmdlet
{
    private const string InputSet = "InputObject";

    private readonly List<SegmentationError> _pool = [];
    private EvaluationOptions _options = new();
    private FilePartners? _truths;
    private bool _isTruthOneFile;

    /// <summary>A segmentation whose truth is known.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public CellSegmentation InputObject { get; set; } = null!;

    /// <summary>
    /// Label images with the truth, or folders of them. They are matched with those of the prediction by name, less an
    /// ending such as _labels; one file is compared with one file whatever their names.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string[] TruthPath { get; set; } = [];

    /// <summary>Cells with fewer pixels are removed from truth and prediction first.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MinimumArea { get; set; }

    /// <summary>How left-over cells are grouped into errors.</summary>
    [Parameter]
    public EvaluationRule Rule { get; set; } = EvaluationRule.Thesis;

    /// <summary>With the rule Toolbox: does not link a cell that swallows a small one.</summary>
    [Parameter]
    public SwitchParameter ForceEventLinks { get; set; }

    /// <summary>Also gives the scores of other fields: average precision, panoptic quality, SEG, AJI, Dice.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Gives one record for all images.</summary>
    [Parameter]
    public SwitchParameter Total { get; set; }

    /// <summary>Replicates for 95 % intervals over the images, with -Total; 1000 make steady ones.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Bootstrap { get; set; }

    /// <summary>Of the replicates.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Checks the options before any image comes.</summary>
    protected override void BeginProcessing()
    {
        if (Bootstrap > 0 && !Total)
            ThrowTerminatingError(Errors.BootstrapWithoutTotal());
        _options = new EvaluationOptions { Rule = Rule, ForceEventLinks = ForceEventLinks, MinimumArea = MinimumArea, Detailed = Detailed };
        OrEnd(() =>
        {
            _options.Validate();
            return true;
        }, Errors.InvalidOption);
    }

    /// <summary>Measures one segmentation, or the files of one record.</summary>
    protected override void ProcessRecord()
    {
        if (HasPaths)
            MeasurePaths();
        else if (InputObject.Truth is { } truth)
            OrSkip(() => Add(SegmentationEvaluator.Evaluate(truth, InputObject.Labels, _options, InputObject.Path, InputObject.Frame)), Errors.PairUnmeasurable);
        else
            WriteError(Errors.NoTruth(InputObject.Path));
    }

    /// <summary>Reports truth that nothing was predicted for, and writes the pool.</summary>
    protected override void EndProcessing()
    {
        foreach (string truth in _truths?.Untaken ?? [])
            WriteError(Errors.PredictionMissing(truth));
        if (!Total)
            return;
        if (_pool.Count == 0)
            WriteError(Errors.NothingMeasured());
        else
            WriteObject(SegmentationEvaluator.Pool(_pool, Bootstrap, Seed));
    }

    private void MeasurePaths()
    {
        var truths = _truths ??= FindTruths();
        string[] paths = [.. GetInputPaths()];
        if (_isTruthOneFile && !MyInvocation.ExpectingInput && paths is [var only] && File.Exists(only))
        {
            MeasurePair(only, truths.TakeOnly());
            return;
        }
        foreach (string prediction in paths.SelectMany(ExpandFolder))
        {
            if (truths.Take(prediction) is { } truth)
                MeasurePair(prediction, truth);
            else
                WriteError(Errors.TruthMissing(prediction));
        }
    }

    private FilePartners FindTruths()
    {
        var truths = new FilePartners();
        string[] paths = [.. ResolvePaths(TruthPath)];
        foreach (string truth in paths.SelectMany(ExpandFolder))
            OrSkip(() => truths.Add(truth), Errors.PartnerAmbiguous);
        _isTruthOneFile = paths is [var only] && File.Exists(only);
        return truths;
    }

    private IEnumerable<string> ExpandFolder(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        IReadOnlyList<string> files = [];
        if (OrSkip(() => files = ImageFiles.ListLabels(path), Errors.PathNotFound) && files.Count == 0)
            WriteError(Errors.NoImages(path));
        return files;
    }

    private void MeasurePair(string prediction, string truth)
    {
        WriteVerbose($"Comparing {prediction} with {truth}.");
        OrSkip(() =>
        {
            foreach (var error in LabelFiles.Evaluate(truth, prediction, _options))
                Add(error);
        }, e => Errors.PairUnmeasurable(e, prediction, truth));
    }

    private void Add(SegmentationError error)
    {
        if (Total)
            _pool.Add(error);
        else
            WriteObject(error);
    }
}
