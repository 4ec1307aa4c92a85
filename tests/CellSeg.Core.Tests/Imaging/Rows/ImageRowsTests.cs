using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;
using CellSeg.Imaging.Rows;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Imaging.Rows;

public sealed class ImageRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_made_of_rows_is_what_is_made_of_the_image(int channels)
    {
        var image = Noise(channels);
        IImageRows rows = image;
        RowsReading.AssertBands(image.ToChannels(1, "a.tif"), rows.ToChannels(1, "a.tif"));
        RowsReading.AssertBands(image.ToChannels(channels, "a.tif"), rows.ToChannels(channels, "a.tif"));
        RowsReading.AssertBands(image.Negate(), rows.Negate());
        RowsReading.AssertBands(image.ToChannels(1, "a.tif").Negate(), rows.ToChannels(1, "a.tif").Negate());
        ChannelSelector[] last = [new(channels - 1)], twice = [new($"c{channels - 1}"), new(0), new(0)];
        RowsReading.AssertBands(image.Select(last, "a.tif"), rows.Select(last, "a.tif"));
        RowsReading.AssertBands(image.Select(twice, "a.tif"), rows.Select(twice, "a.tif"));
        Assert.Same(rows, rows.Select([], "a.tif"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void Rows_that_do_not_fit_a_network_are_refused_as_the_image(int channels, int count)
    {
        var image = Noise(channels);
        IImageRows rows = image;
        var whole = Assert.Throws<CellSegException>(() => image.ToChannels(count, "a.tif"));
        Assert.Equal(whole.Message, Assert.Throws<CellSegException>(() => rows.ToChannels(count, "a.tif")).Message);
        Assert.Equal("a.tif", Assert.Throws<CellSegException>(() => rows.Select([new ChannelSelector(channels)], "a.tif")).Target);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Oddities_of_rows_are_those_of_the_image(int channels)
    {
        const int Height = 300, Width = 200;
        var equal = new CellImage(2, Height, Width, new float[2 * Height * Width]);
        var mixed = TestImages.Noise(Height, Width, 1, channels: 2);
        var odd = new CellImage(2, Height, Width, new float[2 * Height * Width]);
        // In the last rows alone.
        (odd.Pixels[^1], odd.Pixels[^2], odd.Pixels[(Height * Width) - 3]) = (float.NaN, float.PositiveInfinity, 5);
        foreach (var image in (CellImage[])[equal, mixed, odd])
            Assert.Equal(ImageWarning.Find(image, image.ToChannels(channels, "a.tif")), ImageWarning.Find((IImageRows)image, channels));
        Assert.Equal(
            channels == 1 ? [ImageWarningKind.ChannelsMixed, ImageWarningKind.NotFinite] : [ImageWarningKind.NotFinite],
            ImageWarning.Find((IImageRows)odd, channels).Select(warning => warning.Kind));
    }

    private static CellImage Noise(int channels)
        => TestImages.Noise(70, 33, channels, channels).WithNames([.. Enumerable.Range(0, channels).Select(c => $"c{c}")]);
}
