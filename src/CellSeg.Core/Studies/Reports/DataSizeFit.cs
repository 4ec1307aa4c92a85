using CellSeg.Decoding;
using CellSeg.Evaluation.LearningCurves;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Comparison;

namespace CellSeg.Studies.Reports;

/// <summary>How F1 grows with annotated cells for one kind of model, and what the next 0.01 costs. A row of a table.</summary>
public sealed record DataSizeFit
{
    private readonly LearningCurveFit _curve;

    internal DataSizeFit(SizeSeries series, LearningCurveFit curve, bool isAfter)
    {
        var settings = series.Settings;
        (Dataset, Schema, Backbone, Location, Pretrained) = (settings.Dataset, settings.Schema, settings.Backbone, settings.Location, settings.Pretrained);
        (SmallObjectsRemoved, Trainings, _curve) = (isAfter, curve.Points.Count, curve);
    }

    /// <summary>The data set.</summary>
    public string Dataset { get; }

    /// <summary>What the network predicts.</summary>
    public SegmentationSchema Schema { get; }

    /// <summary>The feature extractor.</summary>
    public BackboneKind Backbone { get; }

    /// <summary>Whether there is a location layer.</summary>
    public bool Location { get; }

    /// <summary>Whether the backbone starts from ImageNet's weights.</summary>
    public bool Pretrained { get; }

    /// <summary>Whether small objects were removed.</summary>
    public bool SmallObjectsRemoved { get; }

    /// <summary>Trainings that the curve goes through.</summary>
    public int Trainings { get; }

    /// <summary>The largest number of annotated cells.</summary>
    public int LargestCount => _curve.LargestCount;

    /// <summary>The F1 there by the curve.</summary>
    public double F1 => _curve.Score;

    /// <summary>The F1 that the curve comes close to with ever more data.</summary>
    public double Ceiling => _curve.Ceiling;

    /// <summary>The lower end of the ceiling's 90 % interval.</summary>
    public double CeilingLow => _curve.CeilingLow;

    /// <summary>The upper end of the ceiling's interval.</summary>
    public double CeilingHigh => _curve.CeilingHigh;

    /// <summary>How far below the ceiling the curve is at one cell.</summary>
    public double Amplitude => _curve.Amplitude;

    /// <summary>How fast the distance to the ceiling shrinks.</summary>
    public double Exponent => _curve.Exponent;

    /// <summary>The standard deviation of the trainings around the curve.</summary>
    public double ResidualDeviation => _curve.ResidualDeviation;

    /// <summary>The gain of F1 whose price is told.</summary>
    public double Gain => _curve.NextStep.Gain;

    /// <summary>How many more annotated cells it is likely to cost; infinity where the ceiling is nearer than that.</summary>
    public double Cost => _curve.NextStep.Median;

    /// <summary>The lower end of the 90 % interval of the cost.</summary>
    public double CostLow => _curve.NextStep.Low;

    /// <summary>The upper end of the interval of the cost.</summary>
    public double CostHigh => _curve.NextStep.High;

    /// <summary>How likely the gain can be reached at all, 0 to 1.</summary>
    public double Reachable => _curve.NextStep.Reachable;

    /// <summary>The curve itself.</summary>
    internal LearningCurveFit GetCurve() => _curve;
}
