namespace CellSeg.Evaluation.Scoring;

/// <summary>The middle 95 % of the values that a score took in the replicates of a bootstrap.</summary>
internal readonly record struct ScoreInterval(double Low, double High)
{
    /// <summary>
    /// The 2.5th and the 97.5th percentile, interpolated linearly. Replicates without a value (0/0) are left out; NaN
    /// when none has one.
    /// </summary>
    public static ScoreInterval Create(IEnumerable<double> replicates)
    {
        double[] sorted = [.. replicates.Where(value => !double.IsNaN(value)).Order()];
        return new ScoreInterval(GetPercentile(sorted, 0.025), GetPercentile(sorted, 0.975));
    }

    private static double GetPercentile(double[] sorted, double fraction)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
