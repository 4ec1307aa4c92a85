using CellSeg.Files;

namespace CellSeg.Evaluation;

/// <content>
/// The ends of the scores' 95 % intervals over images, by bootstrap; null unless
/// <see cref="SegmentationEvaluator.Pool"/> was asked for them.
/// </content>
public sealed partial class SegmentationError
{
    internal ScoreIntervals? Intervals { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="Precision"/>.</summary>
    public double? PrecisionLow => Intervals?.Precision.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="Precision"/>.</summary>
    public double? PrecisionHigh => Intervals?.Precision.High;

    /// <summary>Lower end of the 95 % interval of <see cref="Recall"/>.</summary>
    public double? RecallLow => Intervals?.Recall.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="Recall"/>.</summary>
    public double? RecallHigh => Intervals?.Recall.High;

    /// <summary>Lower end of the 95 % interval of <see cref="F1"/>.</summary>
    public double? F1Low => Intervals?.F1.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="F1"/>.</summary>
    public double? F1High => Intervals?.F1.High;

    /// <summary>Lower end of the 95 % interval of <see cref="Jaccard"/>.</summary>
    public double? JaccardLow => Intervals?.Jaccard.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="Jaccard"/>.</summary>
    public double? JaccardHigh => Intervals?.Jaccard.High;

    /// <summary>Lower end of the 95 % interval of <see cref="MeanMatchedIou"/>.</summary>
    public double? MeanMatchedIouLow => Intervals?.MeanMatchedIou?.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="MeanMatchedIou"/>.</summary>
    public double? MeanMatchedIouHigh => Intervals?.MeanMatchedIou?.High;

    /// <summary>Lower end of the 95 % interval of <see cref="PanopticQuality"/>.</summary>
    public double? PanopticQualityLow => Intervals?.PanopticQuality?.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="PanopticQuality"/>.</summary>
    public double? PanopticQualityHigh => Intervals?.PanopticQuality?.High;

    /// <summary>Lower end of the 95 % interval of <see cref="Seg"/>.</summary>
    public double? SegLow => Intervals?.Seg?.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="Seg"/>.</summary>
    public double? SegHigh => Intervals?.Seg?.High;

    /// <summary>Lower end of the 95 % interval of <see cref="AggregatedJaccard"/>.</summary>
    public double? AggregatedJaccardLow => Intervals?.AggregatedJaccard?.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="AggregatedJaccard"/>.</summary>
    public double? AggregatedJaccardHigh => Intervals?.AggregatedJaccard?.High;

    /// <summary>Lower end of the 95 % interval of <see cref="Dice"/>.</summary>
    public double? DiceLow => Intervals?.Dice?.Low;

    /// <summary>Upper end of the 95 % interval of <see cref="Dice"/>.</summary>
    public double? DiceHigh => Intervals?.Dice?.High;

    /// <summary>Lower ends of the 95 % intervals of <see cref="AveragePrecision"/>.</summary>
    public ValueList? AveragePrecisionLow => Intervals?.AveragePrecision is { } intervals ? [.. intervals.Select(interval => interval.Low)] : null;

    /// <summary>Upper ends of the 95 % intervals of <see cref="AveragePrecision"/>.</summary>
    public ValueList? AveragePrecisionHigh => Intervals?.AveragePrecision is { } intervals ? [.. intervals.Select(interval => interval.High)] : null;
}
