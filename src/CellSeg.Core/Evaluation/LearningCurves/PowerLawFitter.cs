namespace CellSeg.Evaluation.LearningCurves;

/// <summary>
/// Fits inverse power laws to scores at always the same counts, by least squares in which every score weighs the same. For a
/// given exponent the best ceiling and amplitude are those of a straight line within bounds, which is solved exactly; so
/// only the exponent is searched for, first on a grid and then by golden section around the best of it. That always ends, and
/// needs no first guess.
/// </summary>
internal sealed class PowerLawFitter
{
    private const double LowestExponent = 0.02, HighestExponent = 2;
    private const int GridSize = 30, RefinementSteps = 40;

    private static readonly double GoldenRatio = (Math.Sqrt(5) - 1) / 2;
    private static readonly double GridStep = Math.Log(HighestExponent / LowestExponent) / (GridSize - 1);

    // Of the smallest count the power is 1 whatever the exponent, so that large counts lose no digits.
    private readonly double _smallest;
    private readonly double[] _relative;
    private readonly double[][] _gridPowers;

    /// <summary>Prepares for scores at some counts.</summary>
    /// <param name="counts">Above 0, at least three different ones, in any order.</param>
    public PowerLawFitter(IReadOnlyCollection<int> counts)
    {
        _smallest = counts.Min();
        _relative = [.. counts.Select(count => count / _smallest)];
        _gridPowers = [.. Enumerable.Range(0, GridSize).Select(index => Powers(GridExponent(index)))];
    }

    /// <summary>The best curve.</summary>
    /// <param name="scores">One a count, in the order of the counts, 0 to 1.</param>
    /// <returns>The curve and the sum of its squared residuals.</returns>
    public (PowerLaw Curve, double SquareSum) Fit(double[] scores)
    {
        var best = Solve(GridExponent(0), _gridPowers[0], scores);
        int bestIndex = 0;
        for (int index = 1; index < GridSize; index++)
        {
            var candidate = Solve(GridExponent(index), _gridPowers[index], scores);
            if (candidate.SquareSum < best.SquareSum)
                (best, bestIndex) = (candidate, index);
        }
        var refined = Refine(bestIndex, scores);
        return refined.SquareSum < best.SquareSum ? refined : best;
    }

    /// <summary>Golden section over the logarithm of the exponent, between the neighbours of a place of the grid.</summary>
    private (PowerLaw Curve, double SquareSum) Refine(int index, double[] scores)
    {
        double low = Math.Log(GridExponent(Math.Max(0, index - 1))), high = Math.Log(GridExponent(Math.Min(GridSize - 1, index + 1)));
        double left = high - (GoldenRatio * (high - low)), right = low + (GoldenRatio * (high - low));
        var atLeft = Solve(Math.Exp(left), scores);
        var atRight = Solve(Math.Exp(right), scores);
        for (int step = 0; step < RefinementSteps; step++)
        {
            if (atLeft.SquareSum < atRight.SquareSum)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (GoldenRatio * (high - low));
                atLeft = Solve(Math.Exp(left), scores);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (GoldenRatio * (high - low));
                atRight = Solve(Math.Exp(right), scores);
            }
        }
        return atLeft.SquareSum < atRight.SquareSum ? atLeft : atRight;
    }

    private (PowerLaw Curve, double SquareSum) Solve(double exponent, double[] scores) => Solve(exponent, Powers(exponent), scores);

    /// <summary>The best line through the scores over the powers that does not rise with them nor passes 1 at 0.</summary>
    private (PowerLaw Curve, double SquareSum) Solve(double exponent, double[] powers, double[] scores)
    {
        double powerSum = 0, scoreSum = 0;
        for (int i = 0; i < powers.Length; i++)
        {
            powerSum += powers[i];
            scoreSum += scores[i];
        }
        double meanPower = powerSum / powers.Length, meanScore = scoreSum / powers.Length;
        double variance = 0, covariance = 0, gapProduct = 0, powerSquares = 0;
        for (int i = 0; i < powers.Length; i++)
        {
            double deviation = powers[i] - meanPower;
            variance += deviation * deviation;
            covariance += deviation * (scores[i] - meanScore);
            gapProduct += powers[i] * (1 - scores[i]);
            powerSquares += powers[i] * powers[i];
        }
        double amplitude = -covariance / variance, ceiling = meanScore + (amplitude * meanPower);
        if (amplitude >= 0 && ceiling <= 1)
            return Measure(ceiling, amplitude);
        // Where the best line breaks a bound, the best one within them lies on one: flat, or with a ceiling of 1.
        var flat = Measure(meanScore, 0);
        var highest = Measure(1, gapProduct / powerSquares);
        return flat.SquareSum <= highest.SquareSum ? flat : highest;

        (PowerLaw Curve, double SquareSum) Measure(double ceiling, double amplitude)
            => (new PowerLaw(ceiling, amplitude * Math.Pow(_smallest, exponent), exponent), SumSquares(powers, scores, ceiling, amplitude));
    }

    private static double SumSquares(double[] powers, double[] scores, double ceiling, double amplitude)
    {
        double sum = 0;
        for (int i = 0; i < powers.Length; i++)
        {
            double residual = scores[i] - (ceiling - (amplitude * powers[i]));
            sum += residual * residual;
        }
        return sum;
    }

    private static double GridExponent(int index) => LowestExponent * Math.Exp(index * GridStep);

    private double[] Powers(double exponent) => Array.ConvertAll(_relative, count => Math.Pow(count, -exponent));
}
