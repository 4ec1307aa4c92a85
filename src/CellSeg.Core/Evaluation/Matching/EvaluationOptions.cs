namespace CellSeg.Evaluation.Matching;

/// <summary>How a segmentation is judged. The defaults are those of the thesis, section 2.4.</summary>
public sealed record EvaluationOptions
{
    /// <summary>How cells are linked, and left-over ones grouped into error events. Default <see cref="EvaluationRule.Thesis"/>.</summary>
    public EvaluationRule Rule { get; init; } = EvaluationRule.Thesis;

    /// <summary>
    /// With <see cref="EvaluationRule.Toolbox"/>: a cell that swallows a small one is not linked, so that a merge or
    /// split is reported instead of a correct detection and a missed or gained cell. Default off.
    /// </summary>
    public bool ForceEventLinks { get; init; }

    /// <summary>
    /// Cells with fewer pixels are removed from truth and prediction before anything is counted; 0 keeps all. The
    /// thesis uses 100 for its scores "after removing small objects". Default 0.
    /// </summary>
    public int MinimumArea { get; init; }

    /// <summary>
    /// A true and a predicted cell are linked, which makes a correct detection, where their IoU is greater than this, and
    /// by <see cref="EvaluationRule.Thesis"/> also where it is equal. Less than 1, and so large that no cell can have two
    /// partners: above 0.5, or 0.5 itself by <see cref="EvaluationRule.Toolbox"/>. Default 0.6, which is the minimal
    /// assignment with a cost of 0.4 for a cell without a partner.
    /// </summary>
    public double LinkThreshold { get; init; } = 0.6;

    /// <summary>
    /// IoU from which on two left-over cells belong to the same error event, 0 up to <see cref="LinkThreshold"/>.
    /// Default 0.1.
    /// </summary>
    public double EdgeThreshold { get; init; } = 0.1;

    /// <summary>Also work out the scores of other fields and competitions. Default off.</summary>
    public bool Detailed { get; init; }

    /// <summary>Checks that the values are in range and fit together.</summary>
    /// <exception cref="CellSegException">One is not; it is the exception's target.</exception>
    public void Validate()
    {
        Require.Choice(Rule);
        Require.That(!ForceEventLinks || Rule == EvaluationRule.Toolbox, ForceEventLinks, $"false with the rule {Rule}");
        Require.AtLeast(MinimumArea, 0);
        Require.Below(LinkThreshold, 0.5, 1.0);
        Require.That(Rule != EvaluationRule.Thesis || LinkThreshold > 0.5, LinkThreshold, $"above 0.5 with the rule {Rule}");
        Require.Between(EdgeThreshold, 0.0, LinkThreshold);
    }
}
