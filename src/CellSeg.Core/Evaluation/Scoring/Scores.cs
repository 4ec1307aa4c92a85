using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;

namespace CellSeg.Evaluation.Scoring;

/// <summary>
/// The scores. A new one is an entry here, with the function that measures an image where it needs more than counts,
/// and a property of <see cref="SegmentationError"/>, or three where its interval is shown.
/// </summary>
internal static class Scores
{
    // Above the entries, which fill it.
    private static readonly List<ImageSum> AllSums = [];

    // Shared by the three scores that are made of them.
    private static readonly ImageSum PanopticPairs = AddSum(MeasurePanopticPairs);

    /// <summary>Correct detections over predicted cells.</summary>
    public static readonly Score Precision = new(
        tally => tally.Counts.Correct / (double)tally.Counts.Predicted, isDetailed: false);

    /// <summary>Correct detections over true cells.</summary>
    public static readonly Score Recall = new(tally => tally.Counts.Correct / (double)tally.Counts.True, isDetailed: false);

    /// <summary>The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>.</summary>
    public static readonly Score F1 = new(tally => 2.0 * tally.Counts.Correct / tally.Counts.Cells, isDetailed: false);

    /// <summary>Intersection over union of the foregrounds.</summary>
    public static readonly Score Jaccard = MeanOf(
        (table, _) => MeanTally.OfRatio(table.SharedForeground, table.UnitedForeground), isDetailed: false);

    /// <summary>Average precision at each of <see cref="HitThresholds"/> (Schmidt et al. 2018).</summary>
    public static readonly Score[] AveragePrecision = AtThresholds(
        (hits, counts) => hits / (double)(counts.Cells - hits));

    /// <summary>The mean of <see cref="AveragePrecision"/> over its thresholds.</summary>
    public static readonly Score MeanAveragePrecision = new(tally => AveragePrecision.Average(score => score.Compute(tally)));

    /// <summary>F1 at each of <see cref="HitThresholds"/>.</summary>
    public static readonly Score[] F1AtThreshold = AtThresholds((hits, counts) => 2.0 * hits / counts.Cells);

    /// <summary>The mean IoU of correct detections.</summary>
    public static readonly Score MeanMatchedIou = MeanOf(MeasureLinks);

    /// <summary>Panoptic quality (Kirillov et al. 2019).</summary>
    public static readonly Score PanopticQuality = new(tally => 2 * tally[PanopticPairs].Sum / tally.Counts.Cells);

    /// <summary>The mean IoU of the pairs of <see cref="PanopticQuality"/>.</summary>
    public static readonly Score SegmentationQuality = new(tally => tally[PanopticPairs].Mean);

    /// <summary>F1 of the pairs of <see cref="PanopticQuality"/>.</summary>
    public static readonly Score RecognitionQuality = new(tally => 2.0 * tally[PanopticPairs].Count / tally.Counts.Cells);

    /// <summary>SEG of the Cell Tracking Challenge (Maška et al. 2014).</summary>
    public static readonly Score Seg = MeanOf(MeasureCoverage);

    /// <summary>The aggregated Jaccard index (Kumar et al. 2017).</summary>
    public static readonly Score AggregatedJaccard = MeanOf(MeasureAggregatedJaccard);

    /// <summary>The Dice coefficient of the foregrounds.</summary>
    public static readonly Score Dice = MeanOf(
        (table, _) => MeanTally.OfRatio(2.0 * table.SharedForeground, table.TruthForeground + table.PredictionForeground));

    /// <summary>All that scores sum up beyond counts, in the order of <see cref="ImageSum.Position"/>.</summary>
    public static IReadOnlyList<ImageSum> Sums => AllSums;

    /// <summary>A score that is the mean of what is measured: over images, cells or pairs, whatever the values are of.</summary>
    private static Score MeanOf(Func<OverlapTable, CellMatching, MeanTally> measure, bool isDetailed = true)
    {
        var sum = AddSum(measure, isDetailed);
        return new Score(tally => tally[sum].Mean, isDetailed);
    }

    /// <summary>A score at each of <see cref="HitThresholds"/>, made of the pairs that reach it and the counts.</summary>
    private static Score[] AtThresholds(Func<long, ErrorCounts, double> compute)
        => [.. Enumerable.Range(0, HitThresholds.Values.Length)
            .Select(i => new Score(tally => compute(tally.Hits[i], tally.Counts)))];

    private static ImageSum AddSum(Func<OverlapTable, CellMatching, MeanTally> measure, bool isDetailed = true)
    {
        var sum = new ImageSum(AllSums.Count, measure, isDetailed);
        AllSums.Add(sum);
        return sum;
    }

    private static MeanTally MeasureLinks(OverlapTable table, CellMatching matching)
    {
        var links = new MeanTally();
        foreach (var link in matching.Links)
            links.AddValue(table.GetIou(link));
        return links;
    }

    /// <summary>The IoU of the pairs above 0.5.</summary>
    private static MeanTally MeasurePanopticPairs(OverlapTable table, CellMatching matching)
    {
        var pairs = new MeanTally();
        foreach (var overlap in table.Overlaps)
        {
            double iou = table.GetIou(overlap);
            if (iou > 0.5)
                pairs.AddValue(iou);
        }
        return pairs;
    }

    /// <summary>For each true cell the IoU with the predicted cell that covers more than half of it, 0 without one.</summary>
    private static MeanTally MeasureCoverage(OverlapTable table, CellMatching matching)
    {
        double sum = 0;
        foreach (var overlap in table.Overlaps)
        {
            if (2L * overlap.Pixels > table.TruthAreas[overlap.Truth])
                sum += table.GetIou(overlap);
        }
        return new MeanTally(sum, table.TruthAreas.Length);
    }

    /// <summary>
    /// Each true cell with its best predicted cell, which others may have too, and every predicted cell that was
    /// nobody's best as pure union. Of equally good ones the first in the image is taken.
    /// </summary>
    private static MeanTally MeasureAggregatedJaccard(OverlapTable table, CellMatching matching)
    {
        var best = new (double Iou, Overlap Overlap)[table.TruthAreas.Length];
        foreach (var overlap in table.Overlaps)
        {
            double iou = table.GetIou(overlap);
            if (iou > best[overlap.Truth].Iou)
                best[overlap.Truth] = (iou, overlap);
        }
        bool[] used = new bool[table.PredictionAreas.Length];
        long intersection = 0, union = 0;
        for (int t = 0; t < best.Length; t++)
        {
            if (best[t].Iou == 0)
            {
                union += table.TruthAreas[t];
                continue;
            }
            intersection += best[t].Overlap.Pixels;
            union += table.GetUnion(best[t].Overlap);
            used[best[t].Overlap.Prediction] = true;
        }
        for (int p = 0; p < used.Length; p++)
            union += used[p] ? 0 : table.PredictionAreas[p];
        return MeanTally.OfRatio(intersection, union);
    }
}
