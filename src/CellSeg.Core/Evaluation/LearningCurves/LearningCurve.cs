using CellSeg.Numerics;

namespace CellSeg.Evaluation.LearningCurves;

/// <summary>
/// Fits a learning curve to scores: an inverse power law (Cortes et al. 1994; Figueroa et al. 2012), by least squares in which
/// every point weighs the same. The ceiling is at most 1, the amplitude at least 0, so that the curve never falls, and the
/// exponent between 0.02 and 2.
/// </summary>
/// <remarks>
/// A count of 0 has no place on an inverse power law, and the model before any training has not learned from these data: its
/// points are left out of the fit and only tell <see cref="LearningCurveFit.Baseline"/>. Points are not weighted by their counts:
/// where the spread of the scores shrinks with the count, the intervals are then wider than they need be, while with weights
/// they are too narrow where it does not.
/// </remarks>
public static class LearningCurve
{
    // Ceiling, amplitude and exponent.
    private const int ParameterCount = 3;

    /// <summary>Fits a curve.</summary>
    /// <param name="points">At least three different counts above 0; several points at one count are trainings of several seeds.</param>
    /// <param name="options">What is asked; the defaults when null.</param>
    /// <param name="name">What the curve is of, such as a model, for messages and figures.</param>
    /// <exception cref="CellSegException">A value is out of range, or there are fewer counts.</exception>
    public static LearningCurveFit Fit(IEnumerable<LearningCurvePoint> points, LearningCurveOptions? options = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new LearningCurveOptions();
        options.Validate();
        LearningCurvePoint[] all = [.. points.OrderBy(point => point.Count)];
        foreach (var point in all)
            point.Validate();
        LearningCurvePoint[] trained = [.. all.Where(point => point.Count > 0)];
        CheckCounts(name, trained);

        var fitter = new PowerLawFitter([.. trained.Select(point => point.Count)]);
        var (curve, squareSum) = fitter.Fit([.. trained.Select(point => point.Score)]);
        int freedom = trained.Length - ParameterCount;
        double[] fitted = [.. trained.Select(point => curve.At(point.Count))];
        PowerLaw[] resamples = freedom > 0 ? Resample(fitter, fitted, squareSum, freedom, options) : [];
        double deviation = freedom > 0 ? Math.Sqrt(squareSum / freedom) : double.NaN;
        return new LearningCurveFit(name, all, curve, deviation, resamples, options);
    }

    private static void CheckCounts(string name, LearningCurvePoint[] trained)
    {
        int[] counts = [.. trained.Select(point => point.Count).Distinct()];
        if (counts.Length >= ParameterCount)
            return;
        string found = counts.Length switch { 0 => "none", 1 => $"only {counts[0]}", _ => $"only {string.Join(" and ", counts)}" };
        throw new CellSegException(
            name.Length > 0 ? $"the learning curve of {name}" : "the learning curve",
            $"it takes scores at three different counts above 0 or more, and there is {found}",
            "Train on smaller and larger parts of the data, such as 5, 10, 25 and 50 images, and give all their scores");
    }

    /// <summary>
    /// The parametric bootstrap (Efron and Tibshirani 1993): scores are drawn anew around the curve, and curves fitted to them. With few
    /// points the variance of the residuals is itself hardly known, so that each draw has another one, scaled by chi-square: for a straight
    /// line this gives Student's intervals. Scores stay within 0 and 1.
    /// </summary>
    private static PowerLaw[] Resample(PowerLawFitter fitter, double[] fitted, double squareSum, int freedom, LearningCurveOptions options)
    {
        var random = new RandomSource(options.Seed);
        var resamples = new PowerLaw[options.Resamples];
        double[] scores = new double[fitted.Length];
        for (int r = 0; r < resamples.Length; r++)
        {
            double deviation = Math.Sqrt(squareSum / DrawChiSquare(random, freedom));
            for (int i = 0; i < scores.Length; i++)
                scores[i] = Math.Clamp(fitted[i] + (deviation * random.NextGaussian()), 0, 1);
            resamples[r] = fitter.Fit(scores).Curve;
        }
        return resamples;
    }

    private static double DrawChiSquare(RandomSource random, int freedom)
    {
        double sum = 0;
        for (int i = 0; i < freedom; i++)
        {
            double normal = random.NextGaussian();
            sum += normal * normal;
        }
        return sum;
    }
}
