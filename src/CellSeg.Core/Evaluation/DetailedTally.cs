using CellSeg.Evaluation.Counting;
namespace CellSeg.Evaluation;

/// <summary>The sums behind the scores of other fields and competitions.</summary>
internal sealed class DetailedTally
{
    /// <summary>IoU 0.50, 0.55 … 0.95, each the double nearest to the decimal fraction.</summary>
    public static readonly double[] Thresholds = [0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];

    public readonly long[] Hits = new long[Thresholds.Length];
    public MeanTally LinkedIou;
    public MeanTally PanopticIou;
    public MeanTally Seg;
    public MeanTally AggregatedJaccard;
    public MeanTally Dice;

    public static DetailedTally Create(OverlapTable table, CellMatching matching)
    {
        var tally = new DetailedTally();
        foreach (var link in matching.Links)
            tally.LinkedIou.AddValue(table.GetIou(link));
        tally.CountHits(table);
        tally.CountPanoptic(table);
        tally.CountSeg(table);
        tally.CountAggregatedJaccard(table);
        tally.Dice.AddRatio(2.0 * table.SharedForeground, table.TruthForeground + table.PredictionForeground);
        return tally;
    }

    /// <summary>Adds <paramref name="other"/> to <paramref name="total"/>; null when either is.</summary>
    public static DetailedTally? Add(DetailedTally? total, DetailedTally? other)
    {
        if (total is null || other is null)
            return null;
        for (int i = 0; i < Thresholds.Length; i++)
            total.Hits[i] += other.Hits[i];
        total.LinkedIou.Add(other.LinkedIou);
        total.PanopticIou.Add(other.PanopticIou);
        total.Seg.Add(other.Seg);
        total.AggregatedJaccard.Add(other.AggregatedJaccard);
        total.Dice.Add(other.Dice);
        return total;
    }

    public DetailedTally Copy() => Add(new DetailedTally(), this)!;

    /// <summary>
    /// Pairs with an IoU of at least each threshold, as StarDist counts them (Schmidt et al. 2018). Above 0.5 a pair
    /// is the only one of both its cells. At exactly 0.5 one cell may have two such partners, which then are its
    /// halves and have no other partner: the first takes it, and no assignment finds more pairs.
    /// </summary>
    private void CountHits(OverlapTable table)
    {
        bool[] truthTaken = new bool[table.TruthAreas.Length];
        bool[] predictionTaken = new bool[table.PredictionAreas.Length];
        foreach (var overlap in table.Overlaps)
        {
            double iou = table.GetIou(overlap);
            if (iou < Thresholds[0] || truthTaken[overlap.Truth] || predictionTaken[overlap.Prediction])
                continue;
            truthTaken[overlap.Truth] = predictionTaken[overlap.Prediction] = true;
            for (int i = 0; i < Thresholds.Length && iou >= Thresholds[i]; i++)
                Hits[i]++;
        }
    }

    /// <summary>Pairs above 0.5 and their IoU (Kirillov et al. 2019).</summary>
    private void CountPanoptic(OverlapTable table)
    {
        foreach (var overlap in table.Overlaps)
        {
            double iou = table.GetIou(overlap);
            if (iou > 0.5)
                PanopticIou.AddValue(iou);
        }
    }

    /// <summary>
    /// For each true cell the IoU with the predicted cell that covers more than half of it, 0 without one
    /// (Maška et al. 2014).
    /// </summary>
    private void CountSeg(OverlapTable table)
    {
        double sum = 0;
        foreach (var overlap in table.Overlaps)
        {
            if (2L * overlap.Pixels > table.TruthAreas[overlap.Truth])
                sum += table.GetIou(overlap);
        }
        Seg.AddSum(sum, table.TruthAreas.Length);
    }

    /// <summary>
    /// Each true cell with its best predicted cell, which others may have too, and every predicted cell that was
    /// nobody's best as pure union (Kumar et al. 2017). Of equally good ones the first in the image is taken.
    /// </summary>
    private void CountAggregatedJaccard(OverlapTable table)
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
        AggregatedJaccard.AddRatio(intersection, union);
    }
}
