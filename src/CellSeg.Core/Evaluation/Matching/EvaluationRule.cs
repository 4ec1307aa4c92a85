namespace CellSeg.Evaluation.Matching;

/// <summary>Which cells are linked, and which of those left over belong to the same error event.</summary>
public enum EvaluationRule
{
    /// <summary>
    /// The rule of the thesis (section 2.4): two cells are linked where their IoU is at least
    /// <see cref="EvaluationOptions.LinkThreshold"/>; a left-over true and a left-over predicted cell belong together where
    /// it is greater than <see cref="EvaluationOptions.EdgeThreshold"/>.
    /// </summary>
    Thesis,

    /// <summary>
    /// The rule of deepcell-toolbox from April 2020. Two cells are linked where their IoU is greater than
    /// <see cref="EvaluationOptions.LinkThreshold"/>: at the threshold itself a link costs its assignment as much as none, and
    /// its solver makes none. Left-over cells belong together from <see cref="EvaluationOptions.EdgeThreshold"/> on, and so
    /// does any pair of small IoU (at most 1 - <see cref="EvaluationOptions.LinkThreshold"/>) of which more than half of one
    /// cell lies in the other: a fragment swallowed by a large cell is part of a merge instead of a missed cell.
    /// </summary>
    Toolbox,
}
