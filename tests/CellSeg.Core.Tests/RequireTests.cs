using System.Globalization;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests;

public sealed class RequireTests
{
    [Fact]
    public void The_last_name_of_the_expression_is_the_target()
    {
        var options = new BackboneOptions { Padding = (ConvolutionPadding)9 };

        var error = Assert.Throws<CellSegException>(() => Require.Choice(options.Padding));

        Assert.Equal("Padding", error.Target);
        Assert.Equal("9 is out of range", error.Reason);
        Assert.Equal("Choose a value that is one of " + string.Join(", ", Enum.GetNames<ConvolutionPadding>()), error.Remedy);
    }

    [Fact]
    public void Numbers_are_written_alike_everywhere()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            double value = 0.25;

            Assert.Equal(
                "value: 0.25 is out of range. Choose a value that is from 0.5 up and below 1.5.",
                Assert.Throws<CellSegException>(() => Require.Below(value, 0.5, 1.5)).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_never_passes(double value)
    {
        foreach (Action check in (Action[])
        [
            () => Require.Finite(value), () => Require.AtLeast(value, double.MinValue), () => Require.Above(value, double.MinValue),
            () => Require.Between(value, double.MinValue, double.MaxValue), () => Require.Below(value, double.MinValue, double.MaxValue),
        ])
            Assert.Equal("value", Assert.Throws<CellSegException>(check).Target);
    }

    [Fact]
    public void Bounds_belong_to_a_range_as_it_says()
    {
        int two = 2;
        int? none = null;

        Require.AtLeast(two, 2);
        Require.Above(two, 1);
        Require.Between(two, 2, 2);
        Require.Below(two, 2, 3);
        Require.AtLeast(none, 2);
        foreach (Action check in (Action[])
        [
            () => Require.AtLeast(two, 3), () => Require.Above(two, 2), () => Require.Between(two, 0, 1), () => Require.Below(two, 0, 2),
        ])
            Assert.Throws<CellSegException>(check);
    }
}
