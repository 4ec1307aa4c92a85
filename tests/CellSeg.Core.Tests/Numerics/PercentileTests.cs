using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Numerics;

public sealed class PercentileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(25, 1.75)]
    [InlineData(50, 3)]
    [InlineData(90, 8.2)]
    [InlineData(100, 10)]
    public void Between_two_ranks_the_value_is_interpolated(double percent, double expected)
    {
        Assert.Equal(expected, Percentile.Find<double>([1, 2, 4, 10], percent), 1e-12);
        Assert.Equal(expected, Percentile.Find<float>([1, 2, 4, 10], percent), 1e-12);
        Assert.Equal(expected, Percentile.FindFraction<double>([1, 2, 4, 10], percent / 100), 1e-12);
    }

    [Fact]
    public void One_value_is_every_percentile_and_none_has_no_percentile()
    {
        Assert.Equal(7, Percentile.Find<float>([7], 99.8));
        Assert.Equal(double.NaN, Percentile.FindFraction<double>([], 0.5));
    }
}
