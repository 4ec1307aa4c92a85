using CellSeg.Training;

namespace CellSeg.Core.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.5)]
    [InlineData(1, 0)]
    public void The_rate_rises_in_a_line_and_falls_in_half_a_cosine(double fraction, double expected)
        => Assert.Equal(expected * 3, LearningRateSchedule.At(3, 0.1, fraction), 1e-12);

    [Fact]
    public void Without_a_warm_up_the_rate_starts_at_its_peak_and_only_falls()
    {
        double[] rates = [.. Enumerable.Range(0, 101).Select(i => LearningRateSchedule.At(0.5, 0, i / 100.0))];
        Assert.Equal(0.5, rates[0]);
        Assert.Equal(rates.OrderDescending(), rates);
        Assert.All(rates, rate => Assert.InRange(rate, 0, 0.5));
    }
}
