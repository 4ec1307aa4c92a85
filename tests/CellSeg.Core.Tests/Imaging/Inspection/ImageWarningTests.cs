using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;

namespace CellSeg.Core.Tests.Imaging.Inspection;

public sealed class ImageWarningTests
{
    [Fact]
    public void An_ordinary_image_gives_none()
    {
        Assert.Empty(Find(new CellImage(1, 1, 3, [1, 2, 2]), 1));
        Assert.Empty(Find(new CellImage(2, 1, 2, [1, 2, 3, 5]), 2));
        // A channel in which nothing glows is no reason to doubt the image.
        Assert.Empty(Find(new CellImage(2, 1, 2, [0, 0, 3, 5]), 2));
    }

    [Theory]
    [InlineData(2, "mean")]
    [InlineData(3, "luminance")]
    [InlineData(4, "mean")]
    public void Channels_that_were_mixed_are_told_with_what_was_made_of_them(int channels, string made)
    {
        float[] pixels = [.. Enumerable.Range(0, 2 * channels).Select(i => (float)i)];
        var warning = Assert.Single(Find(new CellImage(channels, 1, 2, pixels), 1));
        Assert.Equal((ImageWarningKind.ChannelsMixed, true), (warning.Kind, warning.IsForAll));
        foreach (string text in (string[])[$"{channels} channels", made, "-Channel"])
            Assert.Contains(text, warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grey_picture_with_equal_channels_is_none_of_several_channels()
        => Assert.Empty(Find(new CellImage(3, 1, 2, [1, 2, 1, 2, 1, 2]), 1));

    [Fact]
    public void Values_that_are_not_finite_are_counted()
    {
        var image = new CellImage(1, 1, 5, [1, 2, float.NaN, float.NegativeInfinity, float.PositiveInfinity]);
        var warning = Assert.Single(Find(image, 1));
        Assert.Equal((ImageWarningKind.NotFinite, false), (warning.Kind, warning.IsForAll));
        Assert.StartsWith("3 values are", warning.Text, StringComparison.Ordinal);
        Assert.StartsWith("1 value is", Assert.Single(Find(new CellImage(1, 1, 3, [1, 2, float.NaN]), 1)).Text, StringComparison.Ordinal);
        // Pixels, in a grey picture with three equal channels.
        var grey = new CellImage(3, 1, 3, [1, 2, float.NaN, 1, 2, float.NaN, 1, 2, float.NaN]);
        Assert.StartsWith("1 value is", Assert.Single(Find(grey, 1)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_one_value_is_told()
    {
        Assert.Equal([ImageWarningKind.Constant], Find(new CellImage(1, 1, 2, [7, 7]), 1).Select(warning => warning.Kind));
        Assert.Equal([ImageWarningKind.Constant], Find(new CellImage(2, 1, 2, [7, 7, 8, 8]), 2).Select(warning => warning.Kind));
        Assert.Equal(
            [ImageWarningKind.NotFinite, ImageWarningKind.Constant],
            Find(new CellImage(1, 1, 3, [float.NaN, 7, 7]), 1).Select(warning => warning.Kind));
    }

    private static IReadOnlyList<ImageWarning> Find(CellImage image, int channels) => ImageWarning.Find(image, image.ToChannels(channels, "cells.tif"));
}
