using CellSeg.Evaluation.Counting;

namespace CellSeg.Evaluation.Scoring;

/// <summary>The thresholds at which average precision counts pairs of cells.</summary>
internal static class HitThresholds
{
    /// <summary>IoU 0.50, 0.55 … 0.95, each the double nearest to the decimal fraction.</summary>
    public static readonly double[] Values = [0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];

    /// <summary>Where a threshold stands among <see cref="Values"/>.</summary>
    public static int IndexOf(double threshold) => Array.IndexOf(Values, threshold);

    /// <summary>
    /// Counts pairs with an IoU of at least each threshold, as StarDist does (Schmidt et al. 2018). Above 0.5 a pair is
    /// the only one of both its cells. At exactly 0.5 one cell may have two such partners, which then are its halves
    /// and have no other partner: the first takes it, and no assignment finds more pairs.
    /// </summary>
    /// <param name="table">The overlaps of one image.</param>
    /// <param name="hits">The pairs at each threshold are added to these.</param>
    public static void CountHits(OverlapTable table, long[] hits)
    {
        bool[] truthTaken = new bool[table.TruthAreas.Length];
        bool[] predictionTaken = new bool[table.PredictionAreas.Length];
        foreach (var overlap in table.Overlaps)
        {
            double iou = table.GetIou(overlap);
            if (iou < Values[0] || truthTaken[overlap.Truth] || predictionTaken[overlap.Prediction])
                continue;
            truthTaken[overlap.Truth] = predictionTaken[overlap.Prediction] = true;
            for (int i = 0; i < Values.Length && iou >= Values[i]; i++)
                hits[i]++;
        }
    }
}
