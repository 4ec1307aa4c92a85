using CellSeg.Core.Tests.Cases;
using CellSeg.Training;
using CellSeg.Training.Optimization;

namespace CellSeg.Core.Tests.Training.Optimization;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.5)]
    [InlineData(1, 0)]
    public void The_rate_rises_in_a_line_and_falls_in_half_a_cosine(double fraction, double expected)
        => Assert.Equal(expected * 3, LearningRateSchedule.At(new TrainingOptions { LearningRate = 3, WarmUp = 0.1 }.Rate, fraction, epoch: 7), 1e-12);

    [Fact]
    public void Without_a_warm_up_the_rate_starts_at_its_peak_and_only_falls()
    {
        var options = new TrainingOptions { LearningRate = 0.5, WarmUp = 0 };
        double[] rates = [.. Enumerable.Range(0, 101).Select(i => LearningRateSchedule.At(options.Rate, i / 100.0, 0))];
        Assert.Equal(0.5, rates[0]);
        Assert.Equal(rates.OrderDescending(), rates);
        Assert.All(rates, rate => Assert.InRange(rate, 0, 0.5));
    }

    [Fact]
    public void The_thesis_lowers_the_rate_by_a_factor_an_epoch()
    {
        var item = CaseFile.Read("transform-cases.json").GetProperty("rate_scheduler");
        var options = TrainingPresets.Create(TrainingPreset.Thesis);
        double[] expected = [.. item.GetProperty("first_epochs").EnumerateArray().Select(value => value.GetDouble())];
        for (int epoch = 0; epoch < expected.Length; epoch++)
            Assert.Equal(expected[epoch], LearningRateSchedule.At(options.Rate, epoch / 15.0, epoch), 1e-12);
    }

    [Fact]
    public void The_exponential_schedule_can_be_warmed_up()
    {
        var options = new TrainingOptions { Schedule = RateSchedule.Exponential, LearningRate = 2, RateDecay = 1, WarmUp = 0.2 };
        Assert.Equal(1, LearningRateSchedule.At(options.Rate, 0.1, 0), 1e-12);
        Assert.Equal(2, LearningRateSchedule.At(options.Rate, 0.9, 9), 1e-12);
    }
}
