using CellSeg.Evaluation.LearningCurves;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Evaluation.LearningCurves;

public sealed class LearningCurveTests
{
    private static readonly int[] Counts = [5, 10, 25, 50];

    private static List<LearningCurvePoint> Draw(PowerLaw curve, int seeds = 1, double noise = 0, RandomSource? random = null, params int[] counts)
    {
        var points = new List<LearningCurvePoint>();
        foreach (int count in counts.Length > 0 ? counts : Counts)
        {
            for (int seed = 0; seed < seeds; seed++)
                points.Add(new LearningCurvePoint(count, Math.Clamp(curve.At(count) + (noise > 0 ? noise * random!.NextGaussian() : 0), 0, 1)));
        }
        return points;
    }

    [Theory]
    [InlineData(0.92, 0.5, 0.6)]
    [InlineData(1, 0.8, 0.3)]
    [InlineData(0.7, 2.5, 1.4)]
    [InlineData(0.85, 0.05, 0.1)]
    public void Exact_curves_are_found_again(double ceiling, double amplitude, double exponent)
    {
        var truth = new PowerLaw(ceiling, amplitude, exponent);
        var fit = LearningCurve.Fit(Draw(truth, counts: [5, 10, 25, 50, 100]));
        Assert.Equal(ceiling, fit.Ceiling, 1e-5);
        Assert.Equal(amplitude, fit.Amplitude, 1e-5);
        Assert.Equal(exponent, fit.Exponent, 1e-5);
        Assert.Equal(0, fit.ResidualDeviation, 1e-9);
        Assert.Equal(truth.At(100), fit.Score, 1e-9);
        Assert.Equal(truth.At(400), fit.Predict(400).Score, 1e-6);
        Assert.Equal(30, fit.CountFor(truth.At(30)), 1e-4);
        // What is left of the gap after the gain, and the count that has such a gap.
        double gap = (amplitude * Math.Pow(100, -exponent)) - 0.001;
        var step = LearningCurve.Fit(fit.Points, new LearningCurveOptions { Gain = 0.001 }).NextStep;
        Assert.Equal(Math.Pow(amplitude / gap, 1 / exponent) - 100, step.Median, 0.01);
        Assert.Equal((0.001, 100, 1.0), (step.Gain, step.From, step.Reachable));
    }

    [Fact]
    public void No_other_curve_within_the_bounds_is_nearer()
    {
        var random = new RandomSource(5);
        for (int round = 0; round < 10; round++)
        {
            var points = Draw(new PowerLaw(0.8 + (0.2 * random.NextDouble()), 0.6, 0.2 + random.NextDouble()), 2, 0.04, random);
            var fit = LearningCurve.Fit(points);
            double best = SumSquares(points, new PowerLaw(fit.Ceiling, fit.Amplitude, fit.Exponent));
            for (double ceiling = 0.6; ceiling <= 1; ceiling += 0.01)
            {
                for (double amplitude = 0; amplitude < 3; amplitude += 0.05)
                {
                    for (double exponent = 0.02; exponent <= 2; exponent += 0.03)
                        Assert.True(SumSquares(points, new PowerLaw(ceiling, amplitude, exponent)) >= best - 1e-12);
                }
            }
        }
    }

    private static double SumSquares(IEnumerable<LearningCurvePoint> points, PowerLaw curve)
        => points.Sum(point => Math.Pow(point.Score - curve.At(point.Count), 2));

    [Fact]
    public void Curves_never_fall_whatever_the_scores_are()
    {
        var random = new RandomSource(1);
        for (int round = 0; round < 50; round++)
        {
            var points = Enumerable.Range(0, 4 + random.Next(8)).Select(i => new LearningCurvePoint(i < 3 ? i + 1 : 1 + random.Next(200), random.NextDouble()));
            var fit = LearningCurve.Fit(points, new LearningCurveOptions { Resamples = 100 });
            Assert.InRange(fit.Ceiling, 0, 1);
            Assert.InRange(fit.Exponent, 0.019999, 2.000001);
            Assert.True(fit.Amplitude >= 0);
            double[] scores = [.. Enumerable.Range(1, 300).Select(count => fit.Predict(count).Score)];
            Assert.Equal(scores.Order(), scores);
            Assert.True(fit.NextStep.Low <= fit.NextStep.Median && fit.NextStep.Median <= fit.NextStep.High);
        }
    }

    [Theory]
    [InlineData(0.8, 0.8, 0.8, 0.8)]
    [InlineData(0.9, 0.85, 0.8, 0.65)]
    public void Scores_that_do_not_grow_are_a_flat_curve_with_nothing_to_gain(params double[] scores)
    {
        var fit = LearningCurve.Fit(Counts.Zip(scores, (count, score) => new LearningCurvePoint(count, score)));
        Assert.Equal(0, fit.Amplitude);
        Assert.Equal(scores.Average(), fit.Ceiling, 1e-12);
        Assert.Equal(fit.Ceiling, fit.Score);
        Assert.Equal(double.PositiveInfinity, fit.NextStep.Median);
        Assert.Equal(double.PositiveInfinity, fit.CountFor(fit.Ceiling + 0.01));
        Assert.Equal(0, fit.CountFor(fit.Ceiling - 0.01));
    }

    [Fact]
    public void A_gain_beyond_the_ceiling_is_never_reached()
    {
        // At 50 the gap is 0.5 / 50, a hundredth.
        var points = Draw(new PowerLaw(0.9, 0.5, 1));
        var beyond = LearningCurve.Fit(points, new LearningCurveOptions { Gain = 0.011 }).NextStep;
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, 0.0), (beyond.Median, beyond.High, beyond.Reachable));
        var within = LearningCurve.Fit(points, new LearningCurveOptions { Gain = 0.005 });
        Assert.Equal(50, within.NextStep.Median, 0.01);
        Assert.Equal(double.PositiveInfinity, within.CountFor(0.91));
        Assert.Equal("+0.011 costs never (never..never)", beyond.ToString());
    }

    /// <summary>With one training a count, four points and three parameters, it is Student's factor that makes intervals wide enough.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Intervals_hold_the_truth_about_as_often_as_they_say(int seeds)
    {
        const int Rounds = 80;
        var random = new RandomSource(11);
        int atLargest = 0, beyond = 0, steps = 0;
        for (int round = 0; round < Rounds; round++)
        {
            double exponent = 0.3 + (0.9 * random.NextDouble());
            var truth = new PowerLaw(0.8 + (0.19 * random.NextDouble()), (0.1 + (0.25 * random.NextDouble())) * Math.Pow(5, exponent), exponent);
            var fit = LearningCurve.Fit(Draw(truth, seeds, 0.012, random), new LearningCurveOptions { Resamples = 200, Seed = round });
            atLargest += Holds(fit.Predict(50), truth) ? 1 : 0;
            beyond += Holds(fit.Predict(100), truth) ? 1 : 0;
            double step = truth.CountForGain(50, 0.01);
            steps += fit.NextStep.Low <= step && step <= fit.NextStep.High ? 1 : 0;
        }
        // The binomial distribution of 80 draws by 0.9 lies within 66 and 78 in 98 of 100 cases.
        Assert.InRange(atLargest, 64, Rounds);
        Assert.InRange(beyond, 64, Rounds);
        Assert.InRange(steps, 64, Rounds);
    }

    /// <summary>
    /// With little noise a curve is as good as linear in its parameters, so that intervals have to be those of Student: the score
    /// and the step, plus and minus the quantile times the standard error that the gradients give.
    /// </summary>
    [Theory]
    [InlineData(1, 6.3138)]
    [InlineData(3, 1.8331)]
    [InlineData(10, 1.6871)]
    public void Intervals_are_no_wider_and_no_narrower_than_those_of_a_linear_model(int seeds, double student)
    {
        var random = new RandomSource(7);
        for (int round = 0; round < 3; round++)
        {
            // 4, 12 and 40 points less three parameters: the quantiles are those of 95 % at 1, 9 and 37 degrees of freedom.
            var points = Draw(new PowerLaw(0.85 + (0.02 * round), 0.6, 0.7), seeds, 1e-5, random);
            var fit = LearningCurve.Fit(points, new LearningCurveOptions { Resamples = 5000, Seed = round });
            double[] found = [fit.Ceiling, fit.Amplitude, fit.Exponent];
            AssertLike(fit.Predict(50).Low, fit.Predict(50).High, curve => curve.At(50));
            AssertLike(fit.Predict(200).Low, fit.Predict(200).High, curve => curve.At(200));
            AssertLike(fit.NextStep.Low, fit.NextStep.High, curve => curve.CountForGain(50, 0.01));

            void AssertLike(double low, double high, Func<PowerLaw, double> value)
            {
                double middle = value(new PowerLaw(found[0], found[1], found[2]));
                double half = student * fit.ResidualDeviation * StandardError(points, found, value);
                // Of 5,000 resamples an end is known to about 6 % at one degree of freedom, where the tails are long, and to 2 % else.
                double tolerance = (seeds == 1 ? 0.25 : 0.1) * half;
                Assert.Equal(middle - half, low, tolerance);
                Assert.Equal(middle + half, high, tolerance);
            }
        }
    }

    /// <summary>The standard error of a value of the fitted curve for a residual deviation of 1: the root of g' (J'J)⁻¹ g.</summary>
    private static double StandardError(List<LearningCurvePoint> points, double[] parameters, Func<PowerLaw, double> value)
    {
        double[] gradient = Gradient(parameters, value);
        double[,] rows = new double[3, 4];
        foreach (double[] row in points.Select(point => Gradient(parameters, curve => curve.At(point.Count))))
        {
            for (int i = 0; i < 9; i++)
                rows[i / 3, i % 3] += row[i / 3] * row[i % 3];
        }
        for (int i = 0; i < 3; i++)
            rows[i, 3] = gradient[i];
        // Gauss and Jordan: positive definite, so that no row has to be chosen.
        for (int pivot = 0; pivot < 3; pivot++)
        {
            for (int other = 0; other < 3; other++)
            {
                double factor = rows[other, pivot] / rows[pivot, pivot];
                for (int column = 0; column < 4 && other != pivot; column++)
                    rows[other, column] -= factor * rows[pivot, column];
            }
        }
        return Math.Sqrt(Enumerable.Range(0, 3).Sum(i => gradient[i] * rows[i, 3] / rows[i, i]));
    }

    private static double[] Gradient(double[] parameters, Func<PowerLaw, double> value)
    {
        const double Step = 1e-5;
        return [.. Enumerable.Range(0, 3).Select(i => (ValueAt(i, Step) - ValueAt(i, -Step)) / (2 * Step))];

        double ValueAt(int index, double change)
        {
            double[] moved = [.. parameters];
            moved[index] += change;
            return value(new PowerLaw(moved[0], moved[1], moved[2]));
        }
    }

    private static bool Holds(LearningCurvePrediction prediction, PowerLaw truth)
        => prediction.Low <= truth.At(prediction.Count) && truth.At(prediction.Count) <= prediction.High;

    [Fact]
    public void The_seed_decides_the_intervals_and_the_order_of_the_points_nothing()
    {
        var points = Draw(new PowerLaw(0.9, 0.6, 0.7), 2, 0.02, new RandomSource(2));
        var fit = LearningCurve.Fit(points);
        var again = LearningCurve.Fit(points.AsEnumerable().Reverse().OrderBy(point => point.Score));
        var other = LearningCurve.Fit(points, new LearningCurveOptions { Seed = 1 });
        var surer = LearningCurve.Fit(points, new LearningCurveOptions { Confidence = 0.98 });
        Assert.Equal(fit.Exponent, again.Exponent, 1e-9);
        Assert.Equal(fit.Predict(80), LearningCurve.Fit(points).Predict(80));
        Assert.Equal(fit.Exponent, other.Exponent);
        Assert.NotEqual(fit.NextStep, other.NextStep);
        Assert.True(surer.Predict(80).Low < fit.Predict(80).Low && fit.Predict(80).High < surer.Predict(80).High);
        Assert.InRange(fit.Ceiling, fit.CeilingLow, fit.CeilingHigh);
    }

    [Fact]
    public void The_model_before_training_is_told_and_not_fitted()
    {
        var points = Draw(new PowerLaw(0.9, 0.6, 0.7), 2, 0.01, new RandomSource(2));
        var fit = LearningCurve.Fit([.. points, new LearningCurvePoint(0, 0.5), new LearningCurvePoint(0, 0.6)]);
        Assert.Equal(0.55, fit.Baseline!.Value, 1e-12);
        Assert.Equal(10, fit.Points.Count);
        Assert.Null(LearningCurve.Fit(points).Baseline);
        Assert.Equal(LearningCurve.Fit(points).NextStep, fit.NextStep);
    }

    [Fact]
    public void Three_points_have_a_curve_and_no_intervals()
    {
        var fit = LearningCurve.Fit(Draw(new PowerLaw(0.92, 0.5, 0.6), counts: [5, 10, 25]));
        Assert.False(fit.HasIntervals);
        Assert.Equal(0.6, fit.Exponent, 1e-4);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (fit.ResidualDeviation, fit.CeilingLow, fit.Predict(50).High));
        Assert.Equal("+0.01 costs 8 (?..?)", fit.NextStep.ToString());
        // The same counts with two trainings each tell how much they differ.
        Assert.True(LearningCurve.Fit(Draw(new PowerLaw(0.92, 0.5, 0.6), 2, 0.01, new RandomSource(1), [5, 10, 25])).HasIntervals);
    }

    [Theory]
    [InlineData("there is none")]
    [InlineData("there is only 5", 5, 5, 5)]
    [InlineData("there is only 5 and 10", 0, 5, 10, 10)]
    public void Fewer_than_three_counts_are_refused(string reason, params int[] counts)
    {
        var failure = Assert.Throws<CellSegException>(() => LearningCurve.Fit(counts.Select(count => new LearningCurvePoint(count, 0.5)), name: "mine"));
        Assert.Equal("the learning curve of mine", failure.Target);
        Assert.EndsWith(reason, failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0.5, "Count")]
    [InlineData(100, 1.01, "Score")]
    [InlineData(100, 85, "Score")]
    [InlineData(100, double.NaN, "Score")]
    public void Points_out_of_range_are_refused(int count, double score, string target)
    {
        var points = Draw(new PowerLaw(0.92, 0.5, 0.6)).Append(new LearningCurvePoint(count, score));
        Assert.Equal(target, Assert.Throws<CellSegException>(() => LearningCurve.Fit(points)).Target);
    }

    [Fact]
    public void Options_and_questions_out_of_range_are_refused()
    {
        var points = Draw(new PowerLaw(0.92, 0.5, 0.6));
        LearningCurveOptions[] wrong =
        [
            new() { Gain = 0 }, new() { Gain = 1 }, new() { Gain = double.NaN }, new() { Confidence = 0.4 }, new() { Confidence = 1 },
            new() { Resamples = 99 }, new() { Resamples = 100_001 },
        ];
        Assert.All(wrong, options => Assert.Throws<CellSegException>(() => LearningCurve.Fit(points, options)));
        var fit = LearningCurve.Fit(points);
        Assert.Throws<CellSegException>(() => fit.Predict(0));
        Assert.Throws<CellSegException>(() => fit.CountFor(1.1));
    }

    [Theory]
    [InlineData(37.2, 12, 204, "+0.01 costs 38 (12..210)")]
    [InlineData(0.4, 0.1, 1234567, "+0.01 costs 1 (1..>1e6)")]
    [InlineData(99.5, 100, double.PositiveInfinity, "+0.01 costs 100 (100..never)")]
    public void Steps_are_rounded_up_for_people(double median, double low, double high, string text)
        => Assert.Equal(text, new LearningCurveStep(0.01, 50, median, low, high, 0.9).ToString());
}
