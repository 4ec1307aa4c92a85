using CellSeg.Evaluation.Counting;

namespace CellSeg.Evaluation.Matching;

/// <summary>What is counted in one image, or in all images of a pool. Each is a number of cells unless said otherwise.</summary>
internal sealed class ErrorCounts
{
    /// <summary>How many images are counted.</summary>
    public int Images;

    /// <summary>True cells.</summary>
    public long True;

    /// <summary>Predicted cells.</summary>
    public long Predicted;

    /// <summary>Pairs of cells that are linked.</summary>
    public long Correct;

    /// <summary>True cells that belong to no event of several cells.</summary>
    public long Missed;

    /// <summary>Predicted cells that belong to no event of several cells.</summary>
    public long Gained;

    /// <summary>Events of several true cells and one predicted one.</summary>
    public long Merges;

    /// <summary>Events of one true cell and several predicted ones.</summary>
    public long Splits;

    /// <summary>Events of several cells of both kinds.</summary>
    public long Catastrophes;

    /// <summary>True cells in merges, less one for each merge.</summary>
    public long MissedFromMerge;

    /// <summary>Predicted cells in splits, less one for each split.</summary>
    public long GainedFromSplit;

    /// <summary>True cells in catastrophes.</summary>
    public long TrueInCatastrophe;

    /// <summary>Predicted cells in catastrophes.</summary>
    public long PredictedInCatastrophe;

    /// <summary>True and predicted cells together.</summary>
    public long Cells => True + Predicted;

    /// <summary>Counts one image.</summary>
    public static ErrorCounts Create(OverlapTable table, CellMatching matching, ErrorGraph graph)
    {
        var counts = new ErrorCounts
        {
            Images = 1,
            True = table.TruthLabels.Length,
            Predicted = table.PredictionLabels.Length,
            Correct = matching.Links.Count,
        };
        graph.CountInto(counts);
        return counts;
    }

    /// <summary>Adds the counts of other images.</summary>
    public void Add(ErrorCounts other)
    {
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
    }
}
