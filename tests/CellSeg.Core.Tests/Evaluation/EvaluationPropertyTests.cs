using CellSeg.Core.Tests.Support;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Evaluation;

public sealed class EvaluationPropertyTests
{
    private static readonly EvaluationOptions Detailed = new() { Detailed = true };

    public static TheoryData<EvaluationRule, bool> Variants => new()
    {
        { EvaluationRule.Thesis, false },
        { EvaluationRule.Toolbox, false },
        { EvaluationRule.Toolbox, true },
    };

    [Fact]
    public void The_random_pairs_hold_every_kind_of_error()
    {
        var errors = new List<SegmentationError>();
        LabelPair.Check(1_000, pair =>
        {
            errors.Add(Evaluate(pair));
            return true;
        });
        foreach (Func<SegmentationError, long> count in (Func<SegmentationError, long>[])
            [e => e.Correct, e => e.Missed, e => e.Gained, e => e.Merges, e => e.Splits, e => e.Catastrophes])
        {
            Assert.True(errors.Count(error => count(error) > 0) >= 30);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_cell_is_counted_once(EvaluationRule rule, bool forceEventLinks) => LabelPair.Check(10_000, pair =>
    {
        var e = SegmentationEvaluator.Evaluate(pair.Truth, pair.Prediction, new() { Rule = rule, ForceEventLinks = forceEventLinks });
        return e.TrueCount == pair.Truth.CountCells()
            && e.PredictedCount == pair.Prediction.CountCells()
            && e.TrueCount == e.Correct + e.Missed + e.MissedFromMerge + e.Merges + e.Splits + e.TrueInCatastrophe
            && e.PredictedCount == e.Correct + e.Gained + e.GainedFromSplit + e.Splits + e.Merges + e.PredictedInCatastrophe;
    });

    [Fact]
    public void No_score_depends_on_the_ids() => LabelPair.Check(2_000, pair =>
    {
        var random = new Random(pair.Truth.MaxLabel);
        var other = new LabelPair(Permute(pair.Truth, random), Permute(pair.Prediction, random));
        return GetValues(Evaluate(pair)).SequenceEqual(GetValues(Evaluate(other)));
    });

    [Theory]
    [MemberData(nameof(Variants))]
    public void Exchanging_truth_and_prediction_exchanges_merges_and_splits(EvaluationRule rule, bool forceEventLinks)
        => LabelPair.Check(3_000, pair =>
        {
            var options = new EvaluationOptions { Rule = rule, ForceEventLinks = forceEventLinks };
            var a = SegmentationEvaluator.Evaluate(pair.Truth, pair.Prediction, options);
            var b = SegmentationEvaluator.Evaluate(pair.Prediction, pair.Truth, options);
            return (a.TrueCount, a.Correct, a.Missed, a.Merges, a.MissedFromMerge, a.Catastrophes, a.TrueInCatastrophe)
                    == (b.PredictedCount, b.Correct, b.Gained, b.Splits, b.GainedFromSplit, b.Catastrophes, b.PredictedInCatastrophe)
                && a.Precision.Equals(b.Recall) && a.F1.Equals(b.F1) && a.Jaccard.Equals(b.Jaccard);
        });

    [Theory]
    [MemberData(nameof(Variants))]
    public void Counts_are_those_of_a_minimal_assignment(EvaluationRule rule, bool forceEventLinks)
    {
        int compared = 0;
        LabelPair.Check(3_500, pair =>
        {
            if (BruteForce.Count(pair, rule, forceEventLinks) is not { } expected)
                return true;
            compared++;
            var e = SegmentationEvaluator.Evaluate(pair.Truth, pair.Prediction, new() { Rule = rule, ForceEventLinks = forceEventLinks });
            return expected == new BruteForce.Counts(
                (int)e.Correct, (int)e.Missed, (int)e.Gained, (int)e.Merges, (int)e.Splits, (int)e.Catastrophes,
                (int)e.MissedFromMerge, (int)e.GainedFromSplit, (int)e.TrueInCatastrophe, (int)e.PredictedInCatastrophe);
        });
        Assert.InRange(compared, 3_000, 3_500);
    }

    [Fact]
    public void Average_precision_is_that_of_a_maximal_matching() => LabelPair.Check(1_000, pair =>
    {
        var table = OverlapTable.Create(pair.Truth, pair.Prediction);
        var error = Evaluate(pair);
        int n = Math.Max(table.TruthLabels.Length, table.PredictionLabels.Length);
        for (int i = 0; n > 0 && i < SegmentationError.IouThresholds.Count; i++)
        {
            double[,] costs = new double[n, n];
            foreach (var overlap in table.Overlaps)
                costs[overlap.Truth, overlap.Prediction] = table.GetIou(overlap) >= SegmentationError.IouThresholds[i] ? -1 : 0;
            int[] partners = Assignment.Solve(costs);
            double hits = -Enumerable.Range(0, n).Sum(t => costs[t, partners[t]]);
            if (error.AveragePrecision![i] != hits / (error.TrueCount + error.PredictedCount - hits))
                return false;
        }
        return true;
    });

    [Fact]
    public void Detailed_scores_are_those_of_sets_of_pixels() => LabelPair.Check(2_000, pair =>
    {
        var expected = BruteForce.Score(pair);
        var e = Evaluate(pair);
        return IsClose(expected.Jaccard, e.Jaccard) && IsClose(expected.Dice, e.Dice!.Value)
            && IsClose(expected.PanopticQuality, e.PanopticQuality!.Value) && IsClose(expected.Seg, e.Seg!.Value)
            && IsClose(expected.AggregatedJaccard, e.AggregatedJaccard!.Value);
    });

    [Fact]
    public void A_prediction_equal_to_the_truth_is_perfect() => LabelPair.Check(1_000, pair =>
    {
        var error = Evaluate(new LabelPair(pair.Truth, pair.Truth));
        double expected = error.TrueCount == 0 ? double.NaN : 1;
        return error.Correct == error.TrueCount && GetScores(error).All(score => score.Equals(expected));
    });

    [Fact]
    public void Scores_stay_between_0_and_1() => LabelPair.Check(2_000, pair =>
        GetScores(Evaluate(pair)).All(score => double.IsNaN(score) || score is >= 0 and <= 1));

    [Fact]
    public void Classified_cells_add_up_to_the_counts() => LabelPair.Check(2_000, pair =>
    {
        var table = OverlapTable.Create(pair.Truth, pair.Prediction);
        var e = SegmentationEvaluator.Evaluate(table);
        var cells = SegmentationEvaluator.Classify(table);
        int True(ErrorKind kind) => cells.Truth.Values.Count(value => value == kind);
        int Predicted(ErrorKind kind) => cells.Prediction.Values.Count(value => value == kind);
        return cells.Truth.Keys.Order().SequenceEqual(pair.Truth.GetAreas().Keys)
            && cells.Prediction.Keys.Order().SequenceEqual(pair.Prediction.GetAreas().Keys)
            && cells.Links.Count == e.Correct
            && True(ErrorKind.Matched) == e.Correct && Predicted(ErrorKind.Matched) == e.Correct
            && True(ErrorKind.Missed) == e.Missed && Predicted(ErrorKind.Gained) == e.Gained
            && True(ErrorKind.Merged) == e.Merges + e.MissedFromMerge && Predicted(ErrorKind.Merged) == e.Merges
            && True(ErrorKind.Split) == e.Splits && Predicted(ErrorKind.Split) == e.Splits + e.GainedFromSplit
            && True(ErrorKind.Catastrophe) == e.TrueInCatastrophe && Predicted(ErrorKind.Catastrophe) == e.PredictedInCatastrophe
            && True(ErrorKind.Gained) == 0 && Predicted(ErrorKind.Missed) == 0;
    });

    [Fact]
    public void Removing_small_cells_in_the_table_is_removing_them_in_the_images() => LabelPair.Check(2_000, pair =>
    {
        var removed = SegmentationEvaluator.Evaluate(pair.Truth, pair.Prediction, Detailed with { MinimumArea = 5 });
        var expected = SegmentationEvaluator.Evaluate(pair.Truth.WithoutSmallCells(5), pair.Prediction.WithoutSmallCells(5), Detailed);
        return GetValues(removed).Zip(GetValues(expected)).All(values => values.First.Equals(values.Second) || Math.Abs(values.First - values.Second) < 1e-12);
    });

    private static SegmentationError Evaluate(LabelPair pair) => SegmentationEvaluator.Evaluate(pair.Truth, pair.Prediction, Detailed);

    private static LabelImage Permute(LabelImage image, Random random)
    {
        int[] ids = [.. image.GetAreas().Keys];
        int[] others = [.. ids];
        random.Shuffle(others);
        // Ids beyond the range of any table, and without order.
        var newIds = ids.Zip(others).ToDictionary(pair => pair.First, pair => pair.Second % 2 == 0 ? pair.Second : int.MaxValue - pair.Second);
        newIds[0] = 0;
        return new LabelImage(image.Height, image.Width, [.. image.Pixels.Select(id => newIds[id])]);
    }

    private static bool IsClose(double expected, double actual)
        => double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-12;

    private static IEnumerable<double> GetValues(SegmentationError e) =>
    [
        e.TrueCount, e.PredictedCount, e.Correct, e.Missed, e.Gained, e.Merges, e.Splits, e.Catastrophes,
        e.MissedFromMerge, e.GainedFromSplit, e.TrueInCatastrophe, e.PredictedInCatastrophe, .. GetScores(e),
    ];

    private static IEnumerable<double> GetScores(SegmentationError e) =>
    [
        e.Precision, e.Recall, e.F1, e.Jaccard, .. e.AveragePrecision!, .. e.F1AtThreshold!, e.MeanMatchedIou!.Value,
        e.PanopticQuality!.Value, e.SegmentationQuality!.Value, e.RecognitionQuality!.Value, e.Seg!.Value,
        e.AggregatedJaccard!.Value, e.Dice!.Value,
    ];
}
