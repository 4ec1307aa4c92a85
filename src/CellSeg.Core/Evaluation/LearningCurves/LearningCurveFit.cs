namespace CellSeg.Evaluation.LearningCurves;

/// <summary>
/// How a score grows with the number of annotated images, or cells: the inverse power law
/// Ceiling - <see cref="Amplitude"/> * count^-<see cref="Exponent"/>, with its uncertainty. Made by <see cref="LearningCurve"/>.
/// </summary>
public sealed record LearningCurveFit
{
    private readonly PowerLaw _curve;
    private readonly PowerLaw[] _resamples;

    internal LearningCurveFit(
        string name, IReadOnlyList<LearningCurvePoint> points, PowerLaw curve, double deviation, PowerLaw[] resamples, LearningCurveOptions options)
    {
        (Name, Points, _curve, ResidualDeviation, _resamples, Confidence) = (name, points, curve, deviation, resamples, options.Confidence);
        var baseline = points.Where(point => point.Count == 0).ToList();
        Baseline = baseline.Count > 0 ? baseline.Average(point => point.Score) : null;
        LargestCount = points.Max(point => point.Count);
        Score = curve.At(LargestCount);
        (CeilingLow, CeilingHigh) = FindInterval(resample => resample.Ceiling);
        NextStep = FindStep(options.Gain);
    }

    /// <summary>What the curve is of, such as a model; empty where nobody said.</summary>
    public string Name { get; internal init; }

    /// <summary>What was measured, in ascending order of the counts, with the points at 0 that the curve is not fitted to.</summary>
    public IReadOnlyList<LearningCurvePoint> Points { get; }

    /// <summary>The mean score before any training, at a count of 0; null where it was not measured.</summary>
    public double? Baseline { get; }

    /// <summary>The largest count measured.</summary>
    public int LargestCount { get; }

    /// <summary>The score at the largest count, by the curve.</summary>
    public double Score { get; }

    /// <summary>The score that the curve comes close to and never reaches, 0 to 1.</summary>
    public double Ceiling => _curve.Ceiling;

    /// <summary>The lower end of the interval of the ceiling; NaN where the uncertainty is not known.</summary>
    public double CeilingLow { get; }

    /// <summary>The upper end of the interval of the ceiling; NaN where the uncertainty is not known.</summary>
    public double CeilingHigh { get; }

    /// <summary>How far below the ceiling the curve is at a count of 1, at least 0. It is 0 where the scores do not grow.</summary>
    public double Amplitude => _curve.Amplitude;

    /// <summary>
    /// How fast the distance to the ceiling shrinks, 0.02 to 2: twice the count divides it by 2^exponent. Without meaning where the
    /// scores do not grow.
    /// </summary>
    public double Exponent => _curve.Exponent;

    /// <summary>
    /// The standard deviation of the scores around the curve, with as many degrees of freedom as there are points less three;
    /// NaN where there are only three points, through which the curve can go exactly.
    /// </summary>
    public double ResidualDeviation { get; }

    /// <summary>How sure the intervals are, 0.9 by default.</summary>
    public double Confidence { get; }

    /// <summary>Whether there are intervals: more than three points. Without them every Low and High is NaN.</summary>
    public bool HasIntervals => _resamples.Length > 0;

    /// <summary>How many more than <see cref="LargestCount"/> the gain of the options is likely to cost.</summary>
    public LearningCurveStep NextStep { get; }

    /// <summary>The score at a count, with the interval of the curve there, which a single training can leave.</summary>
    /// <param name="count">Above 0. The further it is from what was measured, the more the form of the curve decides.</param>
    /// <exception cref="CellSegException">The count is not above 0.</exception>
    public LearningCurvePrediction Predict(double count)
    {
        Require.Above<double>(count, 0);
        var (low, high) = FindInterval(resample => resample.At(count));
        return new LearningCurvePrediction(count, _curve.At(count), low, high);
    }

    /// <summary>The count at which the curve reaches a score; 0 where a flat curve has it, infinity where it is at or above the ceiling.</summary>
    /// <param name="score">The score, 0 to 1.</param>
    /// <exception cref="CellSegException">The score is out of range.</exception>
    public double CountFor(double score)
    {
        Require.Between<double>(score, 0, 1);
        return _curve.CountFor(score);
    }

    private LearningCurveStep FindStep(double gain)
    {
        if (!HasIntervals)
        {
            double count = _curve.CountForGain(LargestCount, gain);
            return new LearningCurveStep(gain, LargestCount, count, double.NaN, double.NaN, double.NaN);
        }
        double[] sorted = Sort(resample => resample.CountForGain(LargestCount, gain));
        var (low, high) = FindInterval(sorted);
        double reachable = sorted.Count(double.IsFinite) / (double)sorted.Length;
        return new LearningCurveStep(gain, LargestCount, AtFraction(sorted, 0.5), low, high, reachable);
    }

    private (double Low, double High) FindInterval(Func<PowerLaw, double> value) => FindInterval(Sort(value));

    private (double Low, double High) FindInterval(double[] sorted)
        => (AtFraction(sorted, (1 - Confidence) / 2), AtFraction(sorted, (1 + Confidence) / 2));

    private double[] Sort(Func<PowerLaw, double> value)
    {
        double[] values = Array.ConvertAll(_resamples, resample => value(resample));
        Array.Sort(values);
        return values;
    }

    // The nearest value and none between two, because there is nothing between a number and infinity.
    private static double AtFraction(double[] sorted, double fraction)
        => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Round(fraction * (sorted.Length - 1))];
}
