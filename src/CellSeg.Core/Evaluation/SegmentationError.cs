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
public sealed partial class SegmentationError
{
    internal SegmentationError(ErrorTally tally, string? path, int? frame)
    {
        Tally = tally;
        Path = path;
        Frame = frame;
        Precision = tally.Correct / (double)tally.Predicted;
        Recall = tally.Correct / (double)tally.True;
        F1 = 2.0 * tally.Correct / (tally.True + tally.Predicted);
        Jaccard = tally.Jaccard.Mean;
        if (tally.Detailed is not { } detailed)
            return;
        AveragePrecision = [.. detailed.Hits.Select(hits => hits / (double)(tally.True + tally.Predicted - hits))];
        AveragePrecision50 = AveragePrecision[0];
        AveragePrecision75 = AveragePrecision[Array.IndexOf(DetailedTally.Thresholds, 0.75)];
        MeanAveragePrecision = AveragePrecision.Average();
        F1AtThreshold = [.. detailed.Hits.Select(hits => 2.0 * hits / (tally.True + tally.Predicted))];
        MeanMatchedIou = detailed.LinkedIou.Mean;
        PanopticQuality = 2 * detailed.PanopticIou.Sum / (tally.True + tally.Predicted);
        SegmentationQuality = detailed.PanopticIou.Mean;
        RecognitionQuality = 2.0 * detailed.PanopticIou.Count / (tally.True + tally.Predicted);
        Seg = detailed.Seg.Mean;
        AggregatedJaccard = detailed.AggregatedJaccard.Mean;
        Dice = detailed.Dice.Mean;
    }

    internal ErrorTally Tally { get; }

    /// <summary>The IoU thresholds of <see cref="AveragePrecision"/> and <see cref="F1AtThreshold"/>: 0.50, 0.55 … 0.95.</summary>
    public static IReadOnlyList<double> IouThresholds { get; } = Array.AsReadOnly(DetailedTally.Thresholds);

    /// <summary>What was measured: usually the file of the prediction. Null when nothing was said, as for most pools.</summary>
    public string? Path { get; }

    /// <summary>The frame of a movie, from 0; null for a single image or a pool.</summary>
    public int? Frame { get; }

    /// <summary>How many images are in the counts: 1, or more for a pool.</summary>
    public int ImageCount => Tally.Images;

    /// <summary>True cells.</summary>
    public long TrueCount => Tally.True;

    /// <summary>Predicted cells.</summary>
    public long PredictedCount => Tally.Predicted;

    /// <summary>Correct detections: true cells linked to a predicted one.</summary>
    public long Correct => Tally.Correct;

    /// <summary>True cells that nothing was predicted for; those in merges and catastrophes are not among them.</summary>
    public long Missed => Tally.Missed;

    /// <summary>Predicted cells without a true one; those in splits and catastrophes are not among them.</summary>
    public long Gained => Tally.Gained;

    /// <summary>Events in which several true cells were predicted as one.</summary>
    public long Merges => Tally.Merges;

    /// <summary>Events in which one true cell was predicted as several.</summary>
    public long Splits => Tally.Splits;

    /// <summary>Events that entangle several true and several predicted cells.</summary>
    public long Catastrophes => Tally.Catastrophes;

    /// <summary>True cells lost in merges: all but one of each event.</summary>
    public long MissedFromMerge => Tally.MissedFromMerge;

    /// <summary>Predicted cells too many in splits: all but one of each event.</summary>
    public long GainedFromSplit => Tally.GainedFromSplit;

    /// <summary>True cells in catastrophes, summed over the events.</summary>
    public long TrueInCatastrophe => Tally.TrueInCatastrophe;

    /// <summary>Predicted cells in catastrophes, summed over the events.</summary>
    public long PredictedInCatastrophe => Tally.PredictedInCatastrophe;

    /// <summary>Correct / PredictedCount, 0 to 1; NaN without predicted cells.</summary>
    public double Precision { get; }

    /// <summary>Correct / TrueCount, 0 to 1; NaN without true cells.</summary>
    public double Recall { get; }

    /// <summary>2 Correct / (TrueCount + PredictedCount), 0 to 1; NaN without any cell.</summary>
    public double F1 { get; }

    /// <summary>
    /// Intersection over union of the foregrounds, whatever the cells, 0 to 1; NaN where both are empty. In a pool the
    /// mean over the images that have one.
    /// </summary>
    public double Jaccard { get; }

    /// <summary>
    /// TP / (TP + FP + FN) at each of <see cref="IouThresholds"/>, where a pair with an IoU of at least the threshold
    /// is a true positive (Schmidt et al. 2018, as in StarDist and Cellpose). NaN without any cell.
    /// </summary>
    public ValueList? AveragePrecision { get; }

    /// <summary><see cref="AveragePrecision"/> at IoU 0.50.</summary>
    public double? AveragePrecision50 { get; }

    /// <summary><see cref="AveragePrecision"/> at IoU 0.75.</summary>
    public double? AveragePrecision75 { get; }

    /// <summary>Mean of <see cref="AveragePrecision"/> over its thresholds, the score of the 2018 Data Science Bowl.</summary>
    public double? MeanAveragePrecision { get; }

    /// <summary>2 TP / (2 TP + FP + FN) at each of <see cref="IouThresholds"/>. NaN without any cell.</summary>
    public ValueList? F1AtThreshold { get; }

    /// <summary>Mean IoU of the correct detections; NaN without one.</summary>
    public double? MeanMatchedIou { get; }

    /// <summary>
    /// Panoptic quality of the one class "cell" (Kirillov et al. 2019): the IoU of the pairs above 0.5, summed, over
    /// TP + FP / 2 + FN / 2. NaN without any cell.
    /// </summary>
    public double? PanopticQuality { get; }

    /// <summary>The first factor of <see cref="PanopticQuality"/>: mean IoU of the pairs above 0.5; NaN without one.</summary>
    public double? SegmentationQuality { get; }

    /// <summary>The second factor of <see cref="PanopticQuality"/>: F1 of the pairs above 0.5.</summary>
    public double? RecognitionQuality { get; }

    /// <summary>
    /// SEG of the Cell Tracking Challenge (Maška et al. 2014): mean over the true cells of the IoU with the predicted
    /// cell that covers more than half of it, or 0. NaN without true cells.
    /// </summary>
    public double? Seg { get; }

    /// <summary>Aggregated Jaccard index, AJI (Kumar et al. 2017); NaN without any cell. In a pool the mean over images.</summary>
    public double? AggregatedJaccard { get; }

    /// <summary>Dice coefficient of the foregrounds; NaN where both are empty. In a pool the mean over images.</summary>
    public double? Dice { get; }
}
