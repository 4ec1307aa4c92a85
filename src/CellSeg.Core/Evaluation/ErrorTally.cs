using CellSeg.Evaluation.Counting;
namespace CellSeg.Evaluation;

/// <summary>
/// All that is known about one image, or a set of them, as sums. Every score is a function of these sums, so that
/// pooling images, and drawing them again for an interval, is nothing but addition.
/// </summary>
internal sealed class ErrorTally
{
    public int Images;
    public long True, Predicted, Correct;
    public long Missed, Gained, Merges, Splits, Catastrophes;
    public long MissedFromMerge, GainedFromSplit, TrueInCatastrophe, PredictedInCatastrophe;
    public MeanTally Jaccard;

    /// <summary>Null when the scores of <see cref="EvaluationOptions.Detailed"/> were not asked for.</summary>
    public DetailedTally? Detailed;

    public static ErrorTally Create(OverlapTable table, CellMatching matching, ErrorGraph graph, bool detailed)
    {
        var tally = new ErrorTally
        {
            Images = 1,
            True = table.TruthLabels.Length,
            Predicted = table.PredictionLabels.Length,
            Correct = matching.Links.Count,
            Detailed = detailed ? DetailedTally.Create(table, matching) : null,
        };
        graph.CountInto(tally);
        tally.Jaccard.AddRatio(table.SharedForeground, table.UnitedForeground);
        return tally;
    }

    /// <summary>Adds another image's sums. One image without detailed scores leaves the total without.</summary>
    public void Add(ErrorTally other)
    {
        Detailed = Images == 0 ? other.Detailed?.Copy() : DetailedTally.Add(Detailed, other.Detailed);
        Images += other.Images;
        True += other.True;
        Predicted += other.Predicted;
        Correct += other.Correct;
        Missed += other.Missed;
        Gained += other.Gained;
        Merges += other.Merges;
        Splits += other.Splits;
        Catastrophes += other.Catastrophes;
        MissedFromMerge += other.MissedFromMerge;
        GainedFromSplit += other.GainedFromSplit;
        TrueInCatastrophe += other.TrueInCatastrophe;
        PredictedInCatastrophe += other.PredictedInCatastrophe;
        Jaccard.Add(other.Jaccard);
    }
}
