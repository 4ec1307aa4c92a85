namespace CellSeg.Evaluation.Scoring;

/// <summary>A score: a function of what is known of one image, or of all images of a pool.</summary>
/// <param name="compute">The score, NaN where it divides nothing by nothing.</param>
/// <param name="isDetailed">Whether it needs the sums that are only taken on demand, as most do.</param>
internal sealed class Score(Func<ErrorTally, double> compute, bool isDetailed = true)
{
    /// <summary>Whether it exists only where the detailed scores were asked for.</summary>
    public bool IsDetailed => isDetailed;

    /// <summary>The score of an image or a pool that has all that it needs.</summary>
    public double Compute(ErrorTally tally) => compute(tally);

    /// <summary>The score of an image or a pool; null where it needs sums that were not taken.</summary>
    public double? Find(ErrorTally tally) => isDetailed && !tally.IsDetailed ? null : compute(tally);
}
