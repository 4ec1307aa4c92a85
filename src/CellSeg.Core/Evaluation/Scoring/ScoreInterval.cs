using CellSeg.Numerics;

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
        return new ScoreInterval(
            Percentile.FindFraction<double>(sorted, 0.025), Percentile.FindFraction<double>(sorted, 0.975));
    }
}
