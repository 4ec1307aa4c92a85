namespace CellSeg.Evaluation.Matching;

/// <summary>Which left-over cells belong to the same error event.</summary>
public enum EvaluationRule
{
    /// <summary>
    /// The rule of the thesis (section 2.4): a left-over true and a left-over predicted cell belong together where
    /// their IoU is greater than <see cref="EvaluationOptions.EdgeThreshold"/>.
    /// </summary>
    Thesis,

    /// <summary>
    /// The rule of deepcell-toolbox from April 2020: IoU of at least the threshold, and also any pair of small IoU
    /// (at most 1 - <see cref="EvaluationOptions.LinkThreshold"/>) of which more than half of one cell lies in the
    /// other. So a fragment swallowed by a large cell is part of a merge instead of a missed cell.
    /// </summary>
    Toolbox,
}
