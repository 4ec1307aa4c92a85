using CellSeg.Evaluation.Scoring;
using CellSeg.Numerics;

namespace CellSeg.Studies.Statistics;

/// <summary>The percentile bootstrap of a mean (Efron and Tibshirani 1993).</summary>
internal static class MeanBootstrap
{
    private const int Replicates = 10_000;

    /// <summary>The 95 % interval of the mean of some values, drawn anew with replacement.</summary>
    /// <param name="values">The values.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>NaN with fewer than two values, of which nothing can be said.</returns>
    public static ScoreInterval FindInterval(IReadOnlyList<double> values, long seed)
    {
        if (values.Count < 2)
            return new ScoreInterval(double.NaN, double.NaN);
        var random = new RandomSource(seed);
        double[] means = new double[Replicates];
        for (int r = 0; r < means.Length; r++)
        {
            double sum = 0;
            for (int i = 0; i < values.Count; i++)
                sum += values[random.Next(values.Count)];
            means[r] = sum / values.Count;
        }
        return ScoreInterval.Create(means);
    }
}
