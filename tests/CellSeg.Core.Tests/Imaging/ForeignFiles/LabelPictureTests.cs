using CellSeg.Datasets;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

public sealed class LabelPictureTests
{
    [Theory]
    [InlineData("palette_labels.png")]
    [InlineData("palette_4bit_labels.png")]
    [InlineData("palette_labels.gif")]
    [InlineData("palette_labels.bmp")]
    [InlineData("palette_4bit_labels.bmp")]
    [InlineData("palette_labels.tif")]
    [InlineData("palette_lzw_labels.tif")]
    [InlineData("palette_big_labels.tif")]
    public void Labels_with_a_table_of_colours_are_its_numbers(string name)
    {
        var movie = CellMovie.OpenLabels(ForeignFile.Find("label-pictures", "palettes", name));
        Assert.Equal(1, movie.FrameCount);
        Assert.Equal(ForeignFile.Labels, movie.ReadLabels().Pixels);
    }

    [Theory]
    [InlineData("u8_labels.png", 1)]
    [InlineData("grey_alpha_labels.png", 1)]
    [InlineData("u16_labels.png", 1000)]
    public void Labels_of_grey_pictures_are_their_numbers(string name, int scale)
        => Assert.Equal(ForeignFile.Labels.Select(label => label * scale), Read(name));

    [Fact]
    public void Labels_of_one_bit_are_0_and_1() => Assert.Equal(ForeignFile.Labels.Select(label => label % 2), Read("onebit_labels.png"));

    [Fact]
    public void Labels_in_colours_are_refused()
        => Assert.Contains("channel", ForeignFile.AssertNoLabels(Find("rgb_colours_labels.png")).Reason, StringComparison.Ordinal);

    [Fact]
    public void Labels_that_a_lossy_format_has_changed_are_refused()
        => Assert.Contains("JPEG", ForeignFile.AssertNoLabels(Find("u8_labels.jpg")).Reason, StringComparison.Ordinal);

    private static string Find(string name) => ForeignFile.Find("label-pictures", "pictures", name);

    private static int[] Read(string name) => CellMovie.OpenLabels(Find(name)).ReadLabels().Pixels;
}
