using CellSeg.Evaluation.Matching;
using CellSeg.Evaluation.Scoring;
using CellSeg.Files;

namespace CellSeg.Evaluation;

/// <summary>
/// How far one segmentation is from the truth, counted as cells; or the same for a pool of images. All properties are
/// flat, so that it makes a row of a table; the ten values of <see cref="AveragePrecision"/> and of
/// <see cref="F1AtThreshold"/> share a field each.
/// </summary>
/// <remarks>
/// <para>
/// A score that divides nothing by nothing is NaN: precision without a predicted cell, recall and SEG without a true
/// one, F1 and the others without either, a mean over links without a link. A score that was not asked for
/// (<see cref="EvaluationOptions.Detailed"/>, intervals) is null.
/// </para>
/// <para>
/// Two identities hold. TrueCount = Correct + Missed + MissedFromMerge + Merges + Splits + TrueInCatastrophe, and
/// PredictedCount = Correct + Gained + GainedFromSplit + Splits + Merges + PredictedInCatastrophe.
/// </para>
/// <para>
/// In a pool the counts, and what is made of counts (precision, recall, F1, average precision, panoptic quality), are
/// sums over all images; MeanMatchedIou and SEG are means over all cells; Jaccard, AggregatedJaccard and Dice are means
/// over the images that have a value, as in the thesis and in the papers that introduced them.
/// </para>
/// </remarks>
public sealed class SegmentationError
{
    private readonly ScoreIntervals? _intervals;

    /// <summary>Names what was measured; the sums are not copied.</summary>
    internal SegmentationError(ErrorTally tally, string? path, int? frame, ScoreIntervals? intervals = null)
    {
        Tally = tally;
        Path = path;
        Frame = frame;
        _intervals = intervals;
    }

    /// <summary>The sums that all counts and scores are made of.</summary>
    internal ErrorTally Tally { get; }

    /// <summary>The IoU thresholds of <see cref="AveragePrecision"/> and <see cref="F1AtThreshold"/>: 0.50, 0.55 … 0.95.</summary>
    public static IReadOnlyList<double> IouThresholds { get; } = Array.AsReadOnly(HitThresholds.Values);

    /// <summary>What was measured: usually the file of the prediction. Null when nothing was said, as for most pools.</summary>
    public string? Path { get; }

    /// <summary>The frame of a movie, from 0, also where <see cref="Path"/> is the file of this one frame; null for a single image or a pool.</summary>
    public int? Frame { get; }

    /// <summary>How many images are in the counts: 1, or more for a pool.</summary>
    public int ImageCount => Counts.Images;

    /// <summary>True cells.</summary>
    public long TrueCount => Counts.True;

    /// <summary>Predicted cells.</summary>
    public long PredictedCount => Counts.Predicted;

    /// <summary>Correct detections: true cells linked to a predicted one.</summary>
    public long Correct => Counts.Correct;

    /// <summary>True cells that nothing was predicted for; those in merges and catastrophes are not among them.</summary>
    public long Missed => Counts.Missed;

    /// <summary>Predicted cells without a true one; those in splits and catastrophes are not among them.</summary>
    public long Gained => Counts.Gained;

    /// <summary>Events in which several true cells were predicted as one.</summary>
    public long Merges => Counts.Merges;

    /// <summary>Events in which one true cell was predicted as several.</summary>
    public long Splits => Counts.Splits;

    /// <summary>Events that entangle several true and several predicted cells.</summary>
    public long Catastrophes => Counts.Catastrophes;

    /// <summary>True cells lost in merges: all but one of each event.</summary>
    public long MissedFromMerge => Counts.MissedFromMerge;

    /// <summary>Predicted cells too many in splits: all but one of each event.</summary>
    public long GainedFromSplit => Counts.GainedFromSplit;

    /// <summary>True cells in catastrophes, summed over the events.</summary>
    public long TrueInCatastrophe => Counts.TrueInCatastrophe;

    /// <summary>Predicted cells in catastrophes, summed over the events.</summary>
    public long PredictedInCatastrophe => Counts.PredictedInCatastrophe;

    /// <summary>Correct / PredictedCount, 0 to 1; NaN without predicted cells.</summary>
    public double Precision => Scores.Precision.Compute(Tally);

    /// <summary>Correct / TrueCount, 0 to 1; NaN without true cells.</summary>
    public double Recall => Scores.Recall.Compute(Tally);

    /// <summary>2 Correct / (TrueCount + PredictedCount), 0 to 1; NaN without any cell.</summary>
    public double F1 => Scores.F1.Compute(Tally);

    /// <summary>
    /// Intersection over union of the foregrounds, whatever the cells, 0 to 1; NaN where both are empty. In a pool the
    /// mean over the images that have one.
    /// </summary>
    public double Jaccard => Scores.Jaccard.Compute(Tally);

    /// <summary>
    /// TP / (TP + FP + FN) at each of <see cref="IouThresholds"/>, where a pair with an IoU of at least the threshold
    /// is a true positive (Schmidt et al. 2018, as in StarDist and Cellpose). NaN without any cell.
    /// </summary>
    public ValueList? AveragePrecision => FindEach(Scores.AveragePrecision, Find);

    /// <summary><see cref="AveragePrecision"/> at IoU 0.50.</summary>
    public double? AveragePrecision50 => Find(Scores.AveragePrecision[HitThresholds.IndexOf(0.50)]);

    /// <summary><see cref="AveragePrecision"/> at IoU 0.75.</summary>
    public double? AveragePrecision75 => Find(Scores.AveragePrecision[HitThresholds.IndexOf(0.75)]);

    /// <summary>Mean of <see cref="AveragePrecision"/> over its thresholds, the score of the 2018 Data Science Bowl.</summary>
    public double? MeanAveragePrecision => Find(Scores.MeanAveragePrecision);

    /// <summary>2 TP / (2 TP + FP + FN) at each of <see cref="IouThresholds"/>. NaN without any cell.</summary>
    public ValueList? F1AtThreshold => FindEach(Scores.F1AtThreshold, Find);

    /// <summary>Mean IoU of the correct detections; NaN without one.</summary>
    public double? MeanMatchedIou => Find(Scores.MeanMatchedIou);

    /// <summary>
    /// Panoptic quality of the one class "cell" (Kirillov et al. 2019): the IoU of the pairs above 0.5, summed, over
    /// TP + FP / 2 + FN / 2. NaN without any cell.
    /// </summary>
    public double? PanopticQuality => Find(Scores.PanopticQuality);

    /// <summary>The first factor of <see cref="PanopticQuality"/>: mean IoU of the pairs above 0.5; NaN without one.</summary>
    public double? SegmentationQuality => Find(Scores.SegmentationQuality);

    /// <summary>The second factor of <see cref="PanopticQuality"/>: F1 of the pairs above 0.5.</summary>
    public double? RecognitionQuality => Find(Scores.RecognitionQuality);

    /// <summary>
    /// SEG of the Cell Tracking Challenge (Maška et al. 2014): mean over the true cells of the IoU with the predicted
    /// cell that covers more than half of it, or 0. NaN without true cells.
    /// </summary>
    public double? Seg => Find(Scores.Seg);

    /// <summary>Aggregated Jaccard index, AJI (Kumar et al. 2017); NaN without any cell. In a pool the mean over images.</summary>
    public double? AggregatedJaccard => Find(Scores.AggregatedJaccard);

    /// <summary>Dice coefficient of the foregrounds; NaN where both are empty. In a pool the mean over images.</summary>
    public double? Dice => Find(Scores.Dice);

    /// <summary>Lower end of the 95 % interval of <see cref="Precision"/>.</summary>
    public double? PrecisionLow => FindLow(Scores.Precision);

    /// <summary>Upper end of the 95 % interval of <see cref="Precision"/>.</summary>
    public double? PrecisionHigh => FindHigh(Scores.Precision);

    /// <summary>Lower end of the 95 % interval of <see cref="Recall"/>.</summary>
    public double? RecallLow => FindLow(Scores.Recall);

    /// <summary>Upper end of the 95 % interval of <see cref="Recall"/>.</summary>
    public double? RecallHigh => FindHigh(Scores.Recall);

    /// <summary>Lower end of the 95 % interval of <see cref="F1"/>.</summary>
    public double? F1Low => FindLow(Scores.F1);

    /// <summary>Upper end of the 95 % interval of <see cref="F1"/>.</summary>
    public double? F1High => FindHigh(Scores.F1);

    /// <summary>Lower end of the 95 % interval of <see cref="Jaccard"/>.</summary>
    public double? JaccardLow => FindLow(Scores.Jaccard);

    /// <summary>Upper end of the 95 % interval of <see cref="Jaccard"/>.</summary>
    public double? JaccardHigh => FindHigh(Scores.Jaccard);

    /// <summary>Lower end of the 95 % interval of <see cref="MeanMatchedIou"/>.</summary>
    public double? MeanMatchedIouLow => FindLow(Scores.MeanMatchedIou);

    /// <summary>Upper end of the 95 % interval of <see cref="MeanMatchedIou"/>.</summary>
    public double? MeanMatchedIouHigh => FindHigh(Scores.MeanMatchedIou);

    /// <summary>Lower end of the 95 % interval of <see cref="PanopticQuality"/>.</summary>
    public double? PanopticQualityLow => FindLow(Scores.PanopticQuality);

    /// <summary>Upper end of the 95 % interval of <see cref="PanopticQuality"/>.</summary>
    public double? PanopticQualityHigh => FindHigh(Scores.PanopticQuality);

    /// <summary>Lower end of the 95 % interval of <see cref="Seg"/>.</summary>
    public double? SegLow => FindLow(Scores.Seg);

    /// <summary>Upper end of the 95 % interval of <see cref="Seg"/>.</summary>
    public double? SegHigh => FindHigh(Scores.Seg);

    /// <summary>Lower end of the 95 % interval of <see cref="AggregatedJaccard"/>.</summary>
    public double? AggregatedJaccardLow => FindLow(Scores.AggregatedJaccard);

    /// <summary>Upper end of the 95 % interval of <see cref="AggregatedJaccard"/>.</summary>
    public double? AggregatedJaccardHigh => FindHigh(Scores.AggregatedJaccard);

    /// <summary>Lower end of the 95 % interval of <see cref="Dice"/>.</summary>
    public double? DiceLow => FindLow(Scores.Dice);

    /// <summary>Upper end of the 95 % interval of <see cref="Dice"/>.</summary>
    public double? DiceHigh => FindHigh(Scores.Dice);

    /// <summary>Lower ends of the 95 % intervals of <see cref="AveragePrecision"/>.</summary>
    public ValueList? AveragePrecisionLow => FindEach(Scores.AveragePrecision, FindLow);

    /// <summary>Upper ends of the 95 % intervals of <see cref="AveragePrecision"/>.</summary>
    public ValueList? AveragePrecisionHigh => FindEach(Scores.AveragePrecision, FindHigh);

    private ErrorCounts Counts => Tally.Counts;

    private double? Find(Score score) => score.Find(Tally);

    private double? FindLow(Score score) => _intervals?.Find(score)?.Low;

    private double? FindHigh(Score score) => _intervals?.Find(score)?.High;

    /// <summary>One value of each of several scores; null where they have none.</summary>
    private static ValueList? FindEach(Score[] scores, Func<Score, double?> find)
        => find(scores[0]) is null ? null : [.. scores.Select(score => find(score)!.Value)];
}
