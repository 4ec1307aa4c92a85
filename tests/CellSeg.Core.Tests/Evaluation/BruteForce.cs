using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Evaluation;

/// <summary>
/// The method as the thesis tells it: the dense IoU matrix, the square cost matrix with 0.4 for a cell alone, a
/// minimal assignment, and a search for connected components.
/// </summary>
internal static class BruteForce
{
    private const double AloneCost = 0.4;

    public sealed record Counts(
        int Correct, int Missed, int Gained, int Merges, int Splits, int Catastrophes,
        int MissedFromMerge, int GainedFromSplit, int TrueInCatastrophe, int PredictedInCatastrophe);

    /// <summary>The counts; null where an IoU of exactly 0.6 makes the assignment a tie.</summary>
    public static Counts? Count(LabelPair pair, EvaluationRule rule, bool forceEventLinks)
    {
        var masks = (Truth: GetMasks(pair.Truth), Prediction: GetMasks(pair.Prediction));
        int truths = masks.Truth.Count, predictions = masks.Prediction.Count;
        double[,] iou = new double[truths, predictions];
        for (int t = 0; t < truths; t++)
        {
            for (int p = 0; p < predictions; p++)
            {
                iou[t, p] = GetIou(masks.Truth[t], masks.Prediction[p]);
                if (iou[t, p] == 0.6)
                    return null;
            }
        }
        if (rule == EvaluationRule.Toolbox)
            iou = Modify(iou, masks.Truth, masks.Prediction, forceEventLinks);
        int[] partners = Assignment.Solve(GetCosts(iou));
        bool[] truthLinked = new bool[truths], predictionLinked = new bool[predictions];
        for (int t = 0; t < truths; t++)
        {
            if (partners[t] < predictions)
                truthLinked[t] = predictionLinked[partners[t]] = true;
        }
        bool IsEdge(int t, int p) => !truthLinked[t] && !predictionLinked[p]
            && (rule == EvaluationRule.Toolbox ? iou[t, p] >= 0.1 : iou[t, p] > 0.1);
        return CountComponents(truthLinked, predictionLinked, IsEdge);
    }

    public sealed record Scores(double Jaccard, double Dice, double PanopticQuality, double Seg, double AggregatedJaccard);

    /// <summary>The scores of other fields, each as its paper words it, on sets of pixels.</summary>
    public static Scores Score(LabelPair pair)
    {
        var (truth, prediction) = (GetMasks(pair.Truth), GetMasks(pair.Prediction));
        HashSet<int> allTruth = [.. truth.SelectMany(mask => mask)], allPrediction = [.. prediction.SelectMany(mask => mask)];
        double shared = allTruth.Intersect(allPrediction).Count();

        double iouOfPairs = 0, pairs = 0, seg = 0;
        foreach (var t in truth)
        {
            foreach (var p in prediction)
            {
                double iou = GetIou(t, p);
                (iouOfPairs, pairs) = iou > 0.5 ? (iouOfPairs + iou, pairs + 1) : (iouOfPairs, pairs);
                seg += t.Intersect(p).Count() > 0.5 * t.Count ? iou : 0;
            }
        }
        double unpaired = truth.Count + prediction.Count - (2 * pairs);
        return new Scores(
            shared / allTruth.Union(allPrediction).Count(),
            2 * shared / (allTruth.Count + allPrediction.Count),
            iouOfPairs / (pairs + (unpaired / 2)),
            seg / truth.Count,
            GetAggregatedJaccard(truth, prediction));
    }

    /// <summary>Algorithm 1 of Kumar et al. (2017); where two predicted cells are equally good, that which meets the true cell first.</summary>
    private static double GetAggregatedJaccard(List<HashSet<int>> truth, List<HashSet<int>> prediction)
    {
        double intersection = 0, union = 0;
        var used = new HashSet<HashSet<int>>();
        foreach (var t in truth)
        {
            var best = prediction.Where(p => p.Overlaps(t)).OrderByDescending(p => GetIou(t, p)).ThenBy(p => p.Intersect(t).Min()).FirstOrDefault() ?? [];
            intersection += t.Intersect(best).Count();
            union += t.Union(best).Count();
            used.Add(best);
        }
        union += prediction.Where(p => !used.Contains(p)).Sum(p => p.Count);
        return intersection / union;
    }

    private static double GetIou(HashSet<int> a, HashSet<int> b) => a.Intersect(b).Count() / (double)a.Union(b).Count();

    private static List<HashSet<int>> GetMasks(LabelImage image)
        => [.. image.GetAreas().Keys.Select(id => Enumerable.Range(0, image.Pixels.Length).Where(i => image.Pixels[i] == id).ToHashSet())];

    private static double[,] Modify(double[,] iou, List<HashSet<int>> truth, List<HashSet<int>> prediction, bool forceEventLinks)
    {
        double[,] modified = (double[,])iou.Clone();
        for (int t = 0; t < truth.Count; t++)
        {
            for (int p = 0; p < prediction.Count; p++)
            {
                double shared = truth[t].Intersect(prediction[p]).Count();
                bool truthInside = shared / truth[t].Count > 0.5, predictionInside = shared / prediction[p].Count > 0.5;
                if (iou[t, p] is <= 0 or > 0.4 || !(truthInside || predictionInside))
                    continue;
                modified[t, p] = 0.1;
                for (int k = 0; forceEventLinks && truthInside && k < truth.Count; k++)
                    modified[k, p] = iou[k, p] >= 0.6 ? 0.59 : modified[k, p];
                for (int k = 0; forceEventLinks && predictionInside && k < prediction.Count; k++)
                    modified[t, k] = iou[t, k] >= 0.6 ? 0.59 : modified[t, k];
            }
        }
        return modified;
    }

    private static double[,] GetCosts(double[,] iou)
    {
        int truths = iou.GetLength(0), predictions = iou.GetLength(1);
        double[,] costs = new double[truths + predictions, truths + predictions];
        for (int t = 0; t < truths; t++)
        {
            for (int p = 0; p < predictions; p++)
                costs[t, p] = costs[truths + p, predictions + t] = 1 - iou[t, p];
            for (int k = 0; k < truths; k++)
                costs[t, predictions + k] = k == t ? AloneCost : 1;
        }
        for (int p = 0; p < predictions; p++)
        {
            for (int k = 0; k < predictions; k++)
                costs[truths + p, k] = k == p ? AloneCost : 1;
        }
        return costs;
    }

    private static Counts CountComponents(bool[] truthLinked, bool[] predictionLinked, Func<int, int, bool> isEdge)
    {
        var counts = new Counts(truthLinked.Count(linked => linked), 0, 0, 0, 0, 0, 0, 0, 0, 0);
        bool[] truthSeen = (bool[])truthLinked.Clone(), predictionSeen = (bool[])predictionLinked.Clone();
        for (int start = 0; start < truthSeen.Length; start++)
        {
            if (truthSeen[start])
                continue;
            int a = 0, b = 0;
            Visit(start, true);
            counts = (a, b) switch
            {
                (1, 0) => counts with { Missed = counts.Missed + 1 },
                (1, 1) => counts with { Missed = counts.Missed + 1, Gained = counts.Gained + 1 },
                (1, _) => counts with { Splits = counts.Splits + 1, GainedFromSplit = counts.GainedFromSplit + b - 1 },
                (_, 1) => counts with { Merges = counts.Merges + 1, MissedFromMerge = counts.MissedFromMerge + a - 1 },
                _ => counts with
                {
                    Catastrophes = counts.Catastrophes + 1,
                    TrueInCatastrophe = counts.TrueInCatastrophe + a,
                    PredictedInCatastrophe = counts.PredictedInCatastrophe + b,
                },
            };

            void Visit(int node, bool isTruth)
            {
                var seen = isTruth ? truthSeen : predictionSeen;
                if (seen[node])
                    return;
                seen[node] = true;
                _ = isTruth ? a++ : b++;
                for (int other = 0; other < (isTruth ? predictionSeen : truthSeen).Length; other++)
                {
                    if (isTruth ? isEdge(node, other) : isEdge(other, node))
                        Visit(other, !isTruth);
                }
            }
        }
        return counts with { Gained = counts.Gained + predictionSeen.Count(seen => !seen) };
    }
}
