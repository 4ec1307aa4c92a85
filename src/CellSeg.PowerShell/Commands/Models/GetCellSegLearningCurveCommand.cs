using System.Management.Automation;
using CellSeg.Evaluation.LearningCurves;
using CellSeg.Plots;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>
/// Tells whether it is worth annotating more: fits how a score grows with the number of annotated images, or cells, and says how
/// many more the next gain is likely to cost. It takes a record a training from the pipe, such as the lines of a table:
/// Import-Csv curve.csv | Get-CellSegLearningCurve.
/// </summary>
/// <remarks>
/// It takes three different counts above 0. With one score at each of three counts there are no intervals. A count of 0, the model
/// before any training, is shown and not fitted.
/// </remarks>
[Cmdlet(VerbsCommon.Get, "CellSegLearningCurve", SupportsShouldProcess = true)]
[OutputType(typeof(LearningCurveFit))]
public sealed class GetCellSegLearningCurveCommand : CellSegCmdlet
{
    // In the order in which models come.
    private readonly OrderedDictionary<string, List<LearningCurvePoint>> _points = new(StringComparer.OrdinalIgnoreCase);

    private LearningCurveOptions _options = new();
    private string? _plotPath;

    /// <summary>
    /// The number of annotated images, or cells, that a model was trained on; the same of both in all records. The result of
    /// Measure-SegmentationError has an ImageCount of its own, that of the images judged: give it a property Count.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ImageCount", "AnnotationCount")]
    [NumberText(Whole = true)]
    public int Count { get; set; }

    /// <summary>Its score from 0 to 1, such as F1, on images that no model was trained on.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("F1")]
    [NumberText]
    public double Score { get; set; }

    /// <summary>Which model it is a point of, where several are compared: each gets a curve. Left out, all points are of one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Model { get; set; }

    /// <summary>The gain of score of which the price is told, 0.01 when left out.</summary>
    [Parameter]
    [OptionOf<LearningCurveOptions>]
    public double Gain { get; set; }

    /// <summary>How sure intervals are, 0.5 to 0.99; 0.9 when left out.</summary>
    [Parameter]
    [OptionOf<LearningCurveOptions>]
    public double Confidence { get; set; }

    /// <summary>Seed of the draws that intervals are made of.</summary>
    [Parameter]
    [OptionOf<LearningCurveOptions>]
    public int Seed { get; set; }

    /// <summary>A file for a figure of all curves, which ends with .png or .svg.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlotPath { get; set; }

    /// <summary>Replaces a figure that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the options before any point comes.</summary>
    protected override void BeginProcessing()
    {
        RequireOther(nameof(Force), nameof(PlotPath));
        _options = WithBound(_options);
        OrEnd(_options.Validate, Errors.InvalidOption);
        _plotPath = FindOutputFile(nameof(PlotPath), PlotPath, Force, Errors.FigureNotWritten);
        if (_plotPath is not null)
            OrEnd(() => FigureFile.Check(_plotPath), Errors.FigureNotWritten);
    }

    /// <summary>Takes one point.</summary>
    protected override void ProcessRecord()
    {
        var point = new LearningCurvePoint(Count, Score);
        if (!OrSkip(point.Validate, e => Errors.CurvePointUnusable(e, point)))
            return;
        string model = Model ?? "";
        if (!_points.TryGetValue(model, out var points))
            _points.Add(model, points = []);
        points.Add(point);
    }

    /// <summary>Fits the curves, and draws them.</summary>
    protected override void EndProcessing()
    {
        if (_points.Count == 0)
            _points.Add("", []);
        var fits = new List<LearningCurveFit>();
        foreach (var (model, points) in _points)
            OrSkip(() => fits.Add(LearningCurve.Fit(points, _options, model)), Errors.CurveNotFitted);
        foreach (var fit in fits)
        {
            if (!fit.HasIntervals)
                WriteWarning($"{(fit.Name.Length > 0 ? fit.Name + ": three" : "Three")} points can lie on a curve by chance, so how sure it is is not known. "
                    + "Train with another seed, or on another number of images.");
            WriteObject(fit);
        }
        if (_plotPath is not null && fits.Count > 0 && ShouldProcess(_plotPath, $"Write a figure of {fits.Count} learning curves"))
            OrSkip(() => LearningCurvePlot.Write(_plotPath, fits), Errors.FigureNotWritten);
    }
}
