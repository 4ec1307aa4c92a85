namespace CellSeg.Datasets;

/// <summary>
/// A data set cut into a part to learn from, one to choose by and one to judge by. No movie is in two parts.
/// </summary>
/// <param name="Training">What a model learns from.</param>
/// <param name="Validation">What checkpoints and thresholds are chosen by; may be empty.</param>
/// <param name="Test">What only the final judgement sees; may be empty, and may have been cut into tiles.</param>
/// <param name="Seed">Seed of the shuffle; null where there was none, because a saved split was used again.</param>
/// <param name="Fraction">The share of the training movies that was kept.</param>
public sealed record CellDatasetSplit(CellDataset Training, CellDataset Validation, CellDataset Test, long? Seed, double Fraction)
{
    /// <summary>Annotated cells of the training part, over all frames and before any cutting into tiles.</summary>
    public int AnnotationCount => Training.AnnotationCount;

    /// <summary>Annotated cells of the validation part, over all frames and before any cutting into tiles.</summary>
    public int ValidationAnnotationCount => Validation.AnnotationCount;

    /// <summary>
    /// Annotated cells of the test part, over all frames and before it was cut into tiles; those of its tiles, in which cells at their
    /// borders count more than once, are <c>Test.AnnotationCount</c>.
    /// </summary>
    public int TestAnnotationCount { get; init; } = Test.AnnotationCount;

    /// <summary>Movies of no part, because only a fraction of those to learn from was kept.</summary>
    public IReadOnlyList<CellMovie> Unused { get; init => field = value.ToArray(); } = [];
}
