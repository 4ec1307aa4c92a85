using CellSeg.Imaging;
using CellSeg.Imaging.Restoration;

namespace CellSeg.Core.Tests.Imaging.Restoration;

public sealed class FlatFieldTests
{
    [Fact]
    public void An_image_of_the_same_light_becomes_even()
    {
        var flat = Image([2, 4, 6, 8]);
        var even = new FlatField(flat, "flat", null, "").Apply(Image([20, 40, 60, 80]), "image");
        Assert.Equal([50, 50, 50, 50], even.Pixels);
        var dark = Image([1, 1, 2, 2]);
        even = new FlatField(flat, "flat", dark, "dark").Apply(Image([11, 31, 42, 62]), "image");
        Assert.All(even.Pixels, value => Assert.Equal(10 * 3.5f, value, 1e-4f));
        Assert.Equal([10, 30, 40, 60], new FlatField(null, "", dark, "dark").Apply(Image([11, 31, 42, 62]), "image").Pixels);
    }

    [Fact]
    public void Channels_have_their_own_light_or_share_one()
    {
        var image = new CellImage(2, 1, 2, [1, 2, 10, 20]) { ChannelNames = ["a", "b"] };
        var even = new FlatField(new CellImage(2, 1, 2, [1, 3, 4, 4]), "flat", null, "").Apply(image, "image");
        Assert.Equal([2, 4 / 3f, 10, 20], even.Pixels);
        Assert.Equal(["a", "b"], even.ChannelNames);
        even = new FlatField(Image([1, 4], 1), "flat", null, "").Apply(image, "image");
        Assert.Equal([2.5f, 1.25f, 25, 12.5f], even.Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Light_that_nothing_can_be_divided_by_is_told_with_its_place(float value)
    {
        var problem = Assert.Throws<CellSegException>(() => new FlatField(Image([1, 1, value, 1]), "flat.tif", null, ""));
        Assert.Equal("flat.tif", problem.Target);
        Assert.Contains("row 1 and column 0", problem.Reason, StringComparison.Ordinal);
        Assert.Equal("flat.tif", Assert.Throws<CellSegException>(() => new FlatField(Image([3, 3, 3, 3]), "flat.tif", Image([1, 1, 3, 1]), "dark.tif")).Target);
    }

    [Fact]
    public void Fields_that_do_not_fit_are_told()
    {
        Assert.Equal("dark.tif", Assert.Throws<CellSegException>(() => new FlatField(null, "", Image([1, float.NaN, 1, 1]), "dark.tif")).Target);
        var field = new FlatField(Image([1, 1, 1, 1]), "flat.tif", null, "");
        Assert.Equal("image", Assert.Throws<CellSegException>(() => field.Apply(Image([1, 2, 3], 1), "image")).Target);
        var two = new FlatField(new CellImage(2, 2, 2, [1, 1, 1, 1, 1, 1, 1, 1]), "flat.tif", null, "");
        Assert.Throws<CellSegException>(() => two.Apply(Image([1, 2, 3, 4]), "image"));
    }

    private static CellImage Image(float[] values, int height = 2) => new(1, height, values.Length / height, values);
}
