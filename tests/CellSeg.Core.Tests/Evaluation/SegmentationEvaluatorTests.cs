using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Evaluation;

public sealed class SegmentationEvaluatorTests
{
    private static readonly EvaluationOptions Toolbox = new() { Rule = EvaluationRule.Toolbox };

    [Fact]
    public void A_swallowed_fragment_is_missed_by_the_thesis_rule_and_merged_by_the_toolbox_rule()
    {
        var truth = Labels.Row((1, 20), (2, 17), (3, 3));
        var prediction = Labels.Row((9, 40));
        AssertCounts(SegmentationEvaluator.Evaluate(truth, prediction), correct: 0, missed: 1, merges: 1, missedFromMerge: 1);
        AssertCounts(SegmentationEvaluator.Evaluate(truth, prediction, Toolbox), correct: 0, missed: 0, merges: 1, missedFromMerge: 2);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(3_000_000)]
    public void At_an_IoU_of_exactly_the_threshold_the_thesis_links_and_the_toolbox_does_not(int shared)
    {
        // IoU 3/5, and with a pixel less or more of overlap just beside it.
        int alone = shared / 3;
        var truth = Labels.Row((1, alone + shared), (0, alone));
        Assert.Equal(1, SegmentationEvaluator.Evaluate(truth, Labels.Row((0, alone), (2, shared + alone))).Correct);
        Assert.Equal(0, SegmentationEvaluator.Evaluate(truth, Labels.Row((0, alone), (2, shared + alone)), Toolbox).Correct);
        Assert.Equal(0, SegmentationEvaluator.Evaluate(truth, Labels.Row((0, alone + 1), (2, shared + alone - 1))).Correct);
        Assert.Equal(1, SegmentationEvaluator.Evaluate(truth, Labels.Row((0, alone - 1), (2, shared + alone), (0, 1)), Toolbox).Correct);
    }

    [Fact]
    public void The_IoU_compares_with_the_threshold_as_the_fraction_does()
    {
        // The largest image has some 2^31 pixels, where doubles near 0.6 lie closer to each other than two such fractions.
        for (long union = int.MaxValue - 1000L; union <= int.MaxValue; union++)
        {
            for (long shared = (union * 3 / 5) - 1; shared <= (union * 3 / 5) + 1; shared++)
                Assert.Equal((5 * shared).CompareTo(3 * union), (shared / (double)union).CompareTo(new EvaluationOptions().LinkThreshold));
        }
    }

    [Fact]
    public void A_true_cell_with_three_predictions_one_shared_is_a_catastrophe()
    {
        // T1 alone has the highest degree, which the text of the thesis would take for a split; two true cells are in it.
        var truth = Labels.Row((1, 30), (2, 10));
        var prediction = Labels.Row((5, 10), (6, 10), (7, 20));
        var error = SegmentationEvaluator.Evaluate(truth, prediction);
        AssertCounts(error, correct: 0, missed: 0, merges: 0, missedFromMerge: 0);
        Assert.Equal((1, 2, 3), (error.Catastrophes, error.TrueInCatastrophe, error.PredictedInCatastrophe));
        var cells = SegmentationEvaluator.Classify(truth, prediction);
        Assert.All(cells.Truth.Values.Concat(cells.Prediction.Values), kind => Assert.Equal(ErrorKind.Catastrophe, kind));
    }

    [Fact]
    public void Cells_are_classified_by_id()
    {
        var truth = Labels.Row((1, 10), (0, 2), (20, 10), (30, 10), (0, 2), (400, 20), (0, 2), (7, 5), (0, 9));
        var prediction = Labels.Row((3, 9), (0, 3), (2, 20), (0, 2), (5, 10), (6, 10), (0, 2), (0, 5), (0, 5), (8, 4));
        var cells = SegmentationEvaluator.Classify(truth, prediction);
        Assert.Equal(ErrorKind.Matched, cells.Truth[1]);
        Assert.Equal(ErrorKind.Merged, cells.Truth[20]);
        Assert.Equal(ErrorKind.Merged, cells.Truth[30]);
        Assert.Equal(ErrorKind.Split, cells.Truth[400]);
        Assert.Equal(ErrorKind.Missed, cells.Truth[7]);
        Assert.Equal(ErrorKind.Merged, cells.Prediction[2]);
        Assert.Equal(ErrorKind.Split, cells.Prediction[6]);
        Assert.Equal(ErrorKind.Gained, cells.Prediction[8]);
        Assert.Equal([new CellLink(1, 3, 0.9)], cells.Links);
    }

    [Fact]
    public void Detailed_scores_are_those_worked_out_by_hand()
    {
        // IoU 8/12 and 3/7; a true cell of 4 px without a prediction, a predicted one of 2 px without truth.
        var truth = Labels.Row((1, 10), (0, 4), (2, 5), (0, 6), (3, 4), (0, 3), (0, 2));
        var prediction = Labels.Row((0, 2), (1, 10), (0, 2), (0, 2), (2, 5), (0, 4), (0, 4), (0, 3), (4, 2));
        var error = SegmentationEvaluator.Evaluate(truth, prediction, new() { Detailed = true });
        Assert.Equal(1, error.Correct);
        // One pair of 3 true and 3 predicted cells above 0.5, at thresholds up to 0.65.
        Assert.Equal([0.2, 0.2, 0.2, 0.2, 0, 0, 0, 0, 0, 0], error.AveragePrecision!);
        Assert.Equal(Enumerable.Repeat(1 / 3.0, 4).Concat(Enumerable.Repeat(0.0, 6)), error.F1AtThreshold!);
        Assert.Equal(8 / 12.0, error.MeanMatchedIou);
        Assert.Equal(8 / 12.0, error.SegmentationQuality);
        Assert.Equal(1 / 3.0, error.RecognitionQuality);
        Assert.Equal(8 / 12.0 / 3, error.PanopticQuality!.Value, 1e-15);
        // Each of the first two true cells is covered by more than half: 8 of 10 and 3 of 5.
        Assert.Equal(((8 / 12.0) + (3 / 7.0)) / 3, error.Seg!.Value, 1e-15);
        Assert.Equal((8 + 3) / (12.0 + 7 + 4 + 2), error.AggregatedJaccard!.Value, 1e-15);
        Assert.Equal(2 * 11 / (19.0 + 17), error.Dice!.Value, 1e-15);
        Assert.Equal(11 / 25.0, error.Jaccard, 1e-15);
    }

    [Fact]
    public void Two_halves_count_once_at_an_IoU_of_exactly_one_half()
    {
        var error = SegmentationEvaluator.Evaluate(Labels.Row((1, 8)), Labels.Row((1, 4), (2, 4)), new() { Detailed = true });
        Assert.Equal(0.5, error.AveragePrecision![0]);
        Assert.Equal(0, error.AveragePrecision[1]);
        Assert.Equal(0, error.PanopticQuality);
        // Half of a true cell is not more than half.
        Assert.Equal(0, error.Seg);
    }

    [Fact]
    public void Scores_that_were_not_asked_for_are_null()
    {
        var error = SegmentationEvaluator.Evaluate(Labels.Row((1, 8)), Labels.Row((1, 8)), path: "a.tif", frame: 3);
        Assert.Null(error.AveragePrecision);
        Assert.Null(error.PanopticQuality);
        Assert.Null(error.F1Low);
        Assert.Equal(("a.tif", 3, 1), (error.Path, error.Frame, error.ImageCount));
    }

    [Fact]
    public void Without_any_cell_scores_are_not_a_number()
    {
        var empty = new LabelImage(4, 5);
        var error = SegmentationEvaluator.Evaluate(empty, empty, new() { Detailed = true });
        Assert.Equal(0, error.TrueCount + error.PredictedCount + error.Missed + error.Gained);
        Assert.All(
            [error.Precision, error.Recall, error.F1, error.Jaccard, error.AveragePrecision![0], error.F1AtThreshold![9],
             error.MeanMatchedIou!.Value, error.PanopticQuality!.Value, error.Seg!.Value, error.AggregatedJaccard!.Value, error.Dice!.Value],
            score => Assert.Equal(double.NaN, score));
    }

    [Fact]
    public void A_cell_of_exactly_the_minimum_area_stays()
    {
        var truth = Labels.Row((1, 100), (0, 5), (2, 99));
        var error = SegmentationEvaluator.Evaluate(truth, truth, new() { MinimumArea = 100 });
        Assert.Equal((1, 1, 1), (error.TrueCount, error.PredictedCount, error.Correct));
        Assert.Equal(1, error.Jaccard);
        Assert.Equal([1], SegmentationEvaluator.Classify(truth, truth, new() { MinimumArea = 100 }).Truth.Keys);
    }

    [Fact]
    public void Ids_may_be_any_positive_int32()
    {
        var truth = Labels.Row((int.MaxValue, 10), (0, 1), (1, 10));
        var prediction = Labels.Row((int.MaxValue - 1, 10), (0, 1), (2_000_000_000, 10));
        Assert.Equal(2, SegmentationEvaluator.Evaluate(truth, prediction).Correct);
    }

    [Fact]
    public void Images_of_different_sizes_are_an_error_that_names_the_file()
    {
        var exception = Assert.Throws<CellSegException>(
            () => SegmentationEvaluator.Evaluate(new LabelImage(4, 5), new LabelImage(5, 4), path: "cell_01.tif"));
        Assert.Equal("cell_01.tif", exception.Target);
        Assert.Contains("5 x 4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_id_is_an_error()
    {
        var exception = Assert.Throws<CellSegException>(() => SegmentationEvaluator.Evaluate(Labels.Row((-3, 2)), Labels.Row((1, 2))));
        Assert.Contains("-3", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, EvaluationOptions> BadOptions => new()
    {
        { "LinkThreshold", new EvaluationOptions { LinkThreshold = 0.4 } },
        { "LinkThreshold", new EvaluationOptions { LinkThreshold = 1 } },
        { "LinkThreshold", new EvaluationOptions { LinkThreshold = double.NaN } },
        { "LinkThreshold", new EvaluationOptions { LinkThreshold = 0.5 } },
        { "EdgeThreshold", new EvaluationOptions { EdgeThreshold = -0.1 } },
        { "MinimumArea", new EvaluationOptions { MinimumArea = -1 } },
        { "ForceEventLinks", new EvaluationOptions { ForceEventLinks = true } },
        { "Rule", new EvaluationOptions { Rule = (EvaluationRule)7 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_out_of_range_are_named(string target, EvaluationOptions options)
        => Assert.Equal(target, Assert.Throws<CellSegException>(() => SegmentationEvaluator.Evaluate(Labels.Row((1, 2)), Labels.Row((1, 2)), options)).Target);

    private static void AssertCounts(SegmentationError error, long correct, long missed, long merges, long missedFromMerge)
        => Assert.Equal((correct, missed, merges, missedFromMerge), (error.Correct, error.Missed, error.Merges, error.MissedFromMerge));
}
