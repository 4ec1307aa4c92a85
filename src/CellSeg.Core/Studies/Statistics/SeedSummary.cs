namespace CellSeg.Studies.Statistics;

/// <summary>What a score was over trainings that differ in their seeds alone.</summary>
/// <param name="Count">How many trainings there are.</param>
/// <param name="Mean">Their mean; NaN where there are none.</param>
/// <param name="Deviation">Their sample standard deviation (n - 1), as the thesis gives it; NaN with fewer than two.</param>
/// <param name="Low">
/// The lower end of the 95 % bootstrap interval of the mean; NaN with fewer than two. With three trainings it says little: a mean of three
/// drawn anew has only ten values, so that the interval is hardly wider than the trainings themselves, and too narrow.
/// </param>
/// <param name="High">The upper end of the interval.</param>
public sealed record SeedSummary(int Count, double Mean, double Deviation, double Low, double High)
{
    /// <summary>Sums up scores.</summary>
    /// <param name="scores">One a training; there may be none.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static SeedSummary Create(IReadOnlyList<double> scores, long seed)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
            return new SeedSummary(0, double.NaN, double.NaN, double.NaN, double.NaN);
        double mean = scores.Average();
        if (scores.Count == 1)
            return new SeedSummary(1, mean, double.NaN, double.NaN, double.NaN);
        double deviation = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1));
        var interval = MeanBootstrap.FindInterval(scores, seed);
        return new SeedSummary(scores.Count, mean, deviation, interval.Low, interval.High);
    }
}
