using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Studies.Tables;

/// <summary>One F1 of a table of the report, with that of the thesis beside it.</summary>
public sealed record TableRow
{
    /// <summary>The number of the table, which is the thesis'.</summary>
    public required int Table { get; init; }

    /// <summary>The data set; for one that the study does not have, the thesis' name of it.</summary>
    public required string Dataset { get; init; }

    /// <summary>What the network predicts.</summary>
    public required SegmentationSchema Schema { get; init; }

    /// <summary>The feature extractor.</summary>
    public required BackboneKind Backbone { get; init; }

    /// <summary>Whether there is a location layer.</summary>
    public required bool Location { get; init; }

    /// <summary>Whether the backbone starts from ImageNet's weights; null where neither thesis nor study has such a row.</summary>
    public required bool? Pretrained { get; init; }

    /// <summary>What mixes the frames.</summary>
    public required TemporalMode TemporalMode { get; init; }

    /// <summary>Frames of a clip.</summary>
    public required int FramesPerBatch { get; init; }

    /// <summary>The share of the training movies.</summary>
    public required double Fraction { get; init; }

    /// <summary>Whether small objects were removed.</summary>
    public required bool SmallObjectsRemoved { get; init; }

    /// <summary>Whether the study has trainings of this row. Where not, its numbers are NaN.</summary>
    public bool IsMeasured => Seeds > 0;

    /// <summary>Trainings, which differ in their seeds.</summary>
    public required int Seeds { get; init; }

    /// <summary>Their mean F1.</summary>
    public required double F1 { get; init; }

    /// <summary>Their sample standard deviation; NaN with fewer than two.</summary>
    public required double F1Deviation { get; init; }

    /// <summary>The lower end of the 95 % bootstrap interval of the mean; NaN with fewer than two.</summary>
    public required double F1Low { get; init; }

    /// <summary>The upper end.</summary>
    public required double F1High { get; init; }

    /// <summary>The thesis' F1; NaN where it has none.</summary>
    public required double ThesisF1 { get; init; }

    /// <summary>The thesis' standard deviation; NaN where it has none.</summary>
    public required double ThesisDeviation { get; init; }

    /// <summary>The study's F1 less the thesis'; NaN where one is missing.</summary>
    public double Difference => F1 - ThesisF1;
}
