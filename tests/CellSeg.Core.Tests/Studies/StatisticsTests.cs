using CellSeg.Studies.Statistics;

namespace CellSeg.Core.Tests.Studies;

public sealed class StatisticsTests
{
    private static readonly double[] Ten = [0.011, -0.004, 0.023, 0.007, 0.0, 0.015, -0.009, 0.019, 0.002, 0.013];

    [Fact]
    public void A_summary_has_the_sample_deviation_and_the_percentiles_of_all_ways_to_draw()
    {
        var summary = SeedSummary.Create([0.9584, 0.9601, 0.9570], seed: 0);
        Assert.Equal(3, summary.Count);
        Assert.Equal(0.9585, summary.Mean, 12);
        // numpy.std(ddof=1), and numpy.percentile of the means of all 27 ways to draw three with replacement.
        Assert.Equal(0.0015524174696, summary.Deviation, 12);
        Assert.Equal(0.95730333, summary.Low, 0.0004);
        Assert.Equal(0.95973167, summary.High, 0.0004);
        Assert.Equal(summary, SeedSummary.Create([0.9584, 0.9601, 0.9570], seed: 0));
    }

    [Fact]
    public void Of_one_training_no_spread_is_known()
    {
        Assert.Equal(new SeedSummary(1, 0.9, double.NaN, double.NaN, double.NaN), SeedSummary.Create([0.9], seed: 0));
        Assert.Equal(new SeedSummary(0, double.NaN, double.NaN, double.NaN, double.NaN), SeedSummary.Create([], seed: 0));
    }

    [Fact]
    public void The_interval_of_many_values_is_that_of_the_normal_distribution()
    {
        // 0, 1, ..., 99: the standard error of the mean is sqrt((100^2 - 1) / 12) / 10 = 2.8866.
        var interval = MeanBootstrap.FindInterval([.. Enumerable.Range(0, 100).Select(value => (double)value)], seed: 3);
        Assert.Equal(49.5 - (1.96 * 2.8866), interval.Low, 0.3);
        Assert.Equal(49.5 + (1.96 * 2.8866), interval.High, 0.3);
    }

    [Fact]
    public void A_gain_is_judged_by_both_sides_of_zero()
    {
        var comparison = PairedComparison.Create(Ten, Expectation.Gain, seed: 0);
        Assert.Equal((10, 7, true), (comparison.Pairs, comparison.Better, comparison.IsExact));
        Assert.Equal(0.0077, comparison.Mean, 12);
        Assert.Equal((0.02734375, 0.98046875), (comparison.For, comparison.Against));
    }

    [Fact]
    public void Equivalence_takes_both_one_sided_tests()
    {
        // scipy: above -0.01 p = 0.0009765625, below 0.01 p = 0.2578125.
        var comparison = PairedComparison.Create(Ten, Expectation.Equivalence(0.01), seed: 0);
        Assert.Equal(0.2578125, comparison.For);
        // Against it speaks a mean above 0.01, p = 0.763671875, or below -0.01: twice the smaller.
        Assert.Equal(1, comparison.Against);
        Assert.Equal(0.0009765625, PairedComparison.Create(Ten, Expectation.NotWorse(0.01), seed: 0).For);
        Assert.Equal(0.2578125, PairedComparison.Create(Ten, Expectation.GainBelow(0.01), seed: 0).For);
    }

    [Fact]
    public void Without_pairs_nothing_is_shown()
    {
        var comparison = PairedComparison.Create([], Expectation.Gain, seed: 0);
        Assert.Equal((0, 1.0, 1.0), (comparison.Pairs, comparison.For, comparison.Against));
        Assert.True(double.IsNaN(comparison.Mean) && double.IsNaN(comparison.Low) && double.IsNaN(comparison.High));
    }

    [Fact]
    public void Holm_corrects_the_smallest_for_all_and_never_falls()
    {
        // By hand: 4 * 0.01, 3 * 0.012 < 0.04, 2 * 0.04, and 1 * 0.5.
        double[] adjusted = HolmCorrection.Adjust([0.04, 0.01, 0.5, 0.012]);
        Assert.Equal([0.08, 0.04, 0.5, 0.04], adjusted.Select(value => Math.Round(value, 12)));
        Assert.Equal([1.0, 1.0], HolmCorrection.Adjust([0.6, 0.7]));
        Assert.Empty(HolmCorrection.Adjust([]));
    }

    [Fact]
    public void Expectations_say_what_they_are()
    {
        Assert.Equal("above 0", Expectation.Gain.ToString());
        Assert.Equal("below 0.01", Expectation.GainBelow(0.01).ToString());
        Assert.Equal("between -0.01 and 0.01", Expectation.Equivalence(0.01).ToString());
        Assert.True(Expectation.Equivalence(0.01).Contains(-0.004, 0.009));
        Assert.False(Expectation.Equivalence(0.01).Contains(-0.004, 0.01));
        Assert.False(Expectation.Gain.Contains(double.NaN, double.NaN));
    }
}
