using CellSeg.Inference.Scaling;

namespace CellSeg.Core.Tests.Inference.Scaling;

public sealed class DiameterSelectorTests
{
    [Theory]
    [InlineData("30", 30.0, "30")]
    [InlineData("12.5", 12.5, "12.5")]
    [InlineData("auto", null, "Auto")]
    public void A_number_or_auto_is_read(string text, double? pixels, string again)
    {
        var selector = DiameterSelector.Parse(text);
        Assert.Equal((pixels, again), (selector.Pixels, selector.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("12,5")]
    [InlineData("large")]
    public void Everything_else_is_refused(string text) => Assert.Throws<FormatException>(() => DiameterSelector.Parse(text));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_no_diameter_is_refused(double pixels)
        => Assert.ThrowsAny<ArgumentOutOfRangeException>(() => new DiameterSelector(pixels));
}
