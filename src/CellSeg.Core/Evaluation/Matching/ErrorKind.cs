namespace CellSeg.Evaluation.Matching;

/// <summary>What became of one true or predicted cell (thesis, section 2.4).</summary>
public enum ErrorKind
{
    /// <summary>Linked: a correct detection.</summary>
    Matched,

    /// <summary>A true cell without a predicted one, or whose only candidate is too poor to be linked.</summary>
    Missed,

    /// <summary>A predicted cell without a true one, or whose only candidate is too poor to be linked.</summary>
    Gained,

    /// <summary>One of several true cells predicted as one, or that one predicted cell.</summary>
    Merged,

    /// <summary>A true cell predicted as several, or one of these predicted cells.</summary>
    Split,

    /// <summary>One of several true and several predicted cells that are entangled.</summary>
    Catastrophe,
}
