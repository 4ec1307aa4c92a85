using System.Reflection;
using CellSeg.Evaluation;

namespace CellSeg.Core.Tests.Evaluation;

public sealed class SegmentationErrorTests
{
    [Fact]
    public void Properties_keep_the_order_in_which_they_are_columns_of_a_table()
        => Assert.Equal(
            [
                "Path", "Frame", "ImageCount", "TrueCount", "PredictedCount",
                "Correct", "Missed", "Gained", "Merges", "Splits", "Catastrophes",
                "MissedFromMerge", "GainedFromSplit", "TrueInCatastrophe", "PredictedInCatastrophe",
                "Precision", "Recall", "F1", "Jaccard",
                "AveragePrecision", "AveragePrecision50", "AveragePrecision75", "MeanAveragePrecision", "F1AtThreshold",
                "MeanMatchedIou", "PanopticQuality", "SegmentationQuality", "RecognitionQuality", "Seg", "AggregatedJaccard", "Dice",
                "PrecisionLow", "PrecisionHigh", "RecallLow", "RecallHigh", "F1Low", "F1High", "JaccardLow", "JaccardHigh",
                "MeanMatchedIouLow", "MeanMatchedIouHigh", "PanopticQualityLow", "PanopticQualityHigh", "SegLow", "SegHigh",
                "AggregatedJaccardLow", "AggregatedJaccardHigh", "DiceLow", "DiceHigh",
                "AveragePrecisionLow", "AveragePrecisionHigh",
            ],
            typeof(SegmentationError).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name));
}
