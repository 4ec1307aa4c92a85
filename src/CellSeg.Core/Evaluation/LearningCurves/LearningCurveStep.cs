using System.Globalization;

namespace CellSeg.Evaluation.LearningCurves;

/// <summary>
/// How many more annotated images or cells a gain of score is likely to cost. Infinity stands for a gain that is never
/// reached, because the ceiling is nearer than that; NaN for what is not known.
/// </summary>
/// <param name="Gain">The gain of score.</param>
/// <param name="From">The largest count measured, from which on the further ones are counted.</param>
/// <param name="Median">The number of further ones in the middle of the resampled curves; by the curve itself where there are none.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Reachable">The share of the resampled curves on which the gain is reached at all, 0 to 1.</param>
public sealed record LearningCurveStep(double Gain, int From, double Median, double Low, double High, double Reachable)
{
    private const double Many = 1e6;

    /// <summary>The step for people, rounded up to two digits: "+0.01 costs 38 (12..210)". Scripts read the properties.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"+{Gain} costs {Round(Median)} ({Round(Low)}..{Round(High)})");

    private static string Round(double count)
    {
        if (double.IsNaN(count))
            return "?";
        if (double.IsInfinity(count))
            return "never";
        if (count > Many)
            return ">1e6";
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(count, 1))) - 1));
        return (Math.Ceiling(count / unit) * unit).ToString("F0", CultureInfo.InvariantCulture);
    }
}
