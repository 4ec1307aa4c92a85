namespace CellSeg.Datasets.Splitting;

/// <summary>What a movie of a split is for.</summary>
public enum SplitPart
{
    /// <summary>To learn from.</summary>
    Training,

    /// <summary>Left out of the training part, because only a fraction of it is wanted.</summary>
    Unused,

    /// <summary>To choose checkpoints and thresholds by.</summary>
    Validation,

    /// <summary>To judge by.</summary>
    Test,
}
