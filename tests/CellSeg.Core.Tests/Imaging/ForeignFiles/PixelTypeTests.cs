using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

public sealed class PixelTypeTests
{
    [Theory]
    [InlineData("i8.tif", 1, -128)]
    [InlineData("i16_neg.tif", 1, -1000)]
    [InlineData("i32.tif", 100000, -100 * 100000)]
    [InlineData("i64.tif", 1L << 40, -100 * (1L << 40))]
    [InlineData("u32_big.tif", 1 << 24, 0)]
    [InlineData("u64.tif", (double)(1L << 56), 0)]
    [InlineData("f16.tif", 1 / 8d, 0)]
    [InlineData("f32_01.tif", 1 / 256d, 0)]
    [InlineData("f64.tif", 1 / 1024d, -100 / 1024d)]
    [InlineData("range12.tif", 16, 0)]
    public void Numbers_of_every_type_are_read_as_they_are(string name, double factor, double offset)
    {
        var image = CellMovie.Open(ForeignFile.Find("pixel-types", "numbers", name)).ReadImage();
        Assert.Equal(ForeignFile.Scaled(value => (value * factor) + offset), image.Pixels);
    }

    [Theory]
    [InlineData("i8.tif")]
    [InlineData("i64.tif")]
    [InlineData("u64.tif")]
    [InlineData("f64.tif")]
    public void Numbers_that_are_no_labels_are_named(string name)
        => Assert.Contains("no label", ForeignFile.AssertNoLabels(ForeignFile.Find("pixel-types", "numbers", name)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Complex_numbers_are_refused_by_their_name()
        => Assert.Contains("complex", ForeignFile.AssertNoImage(ForeignFile.Find("pixel-types", "numbers", "c64.tif")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("cmyk.tif", 1)]
    [InlineData("cmyk.jpg", 10)]
    public void Inks_are_light_or_refused_by_their_name(string name, double tolerance)
    {
        // Without black, light is what an ink leaves of it.
        float[] light = [.. ForeignFile.Scaled(value => 255 - value), .. ForeignFile.Scaled(value => value), .. ForeignFile.Scaled(value => 255 - (value / 2))];
        try
        {
            float[] pixels = Read(name).Pixels;
            Assert.Equal(light.Length, pixels.Length);
            Assert.InRange(light.Zip(pixels, (right, found) => Math.Abs(right - found)).Average(), 0, tolerance);
        }
        catch (CellSegException e)
        {
            Assert.Equal(Find(name), e.Target);
            Assert.Contains("CMYK", e.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Planes_of_colours_are_channels()
    {
        float[][] planes =
            [ForeignFile.Scaled(value => value * 256), ForeignFile.Scaled(value => (255 - value) * 256), ForeignFile.Scaled(value => value / 2 * 256)];
        Assert.Equal(planes.SelectMany(plane => plane), Read("rgb16_planar.tif").Pixels);
        Assert.Equal(planes[1], CellMovie.Open(Find("rgb16_planar.tif"), new ImageSelection { Channels = [new ChannelSelector(1)] }).ReadImage().Pixels);
    }

    [Fact]
    public void Compressed_tiles_are_read() => Assert.Equal(ForeignFile.Scaled(value => value), Read("tiled_lzw.tif").Pixels);

    [Fact]
    public void One_bit_is_dark_or_bright()
    {
        float[] pixels = Read("onebit_g4.tif").Pixels;
        float bright = pixels.Max();
        Assert.True(bright > 0);
        Assert.Equal(ForeignFile.Scaled(value => value > 127 ? bright : 0), pixels);
        Assert.Equal(ForeignFile.Field.Select(value => value > 127 ? 1 : 0), CellMovie.OpenLabels(Find("onebit_g4.tif")).ReadLabels().Pixels);
    }

    [Theory]
    [InlineData("palette.png")]
    [InlineData("palette.gif")]
    [InlineData("palette.bmp")]
    [InlineData("palette.tif")]
    public void An_image_with_a_table_of_colours_has_its_colours_and_labels_have_its_numbers(string name)
    {
        var image = Read(name);
        Assert.Equal(3, image.Channels);
        // TIFF has 16 bits for each, of which this writer uses the upper ones.
        float scale = image.Pixels.Max() > byte.MaxValue ? 256 : 1;
        Assert.Equal(ForeignFile.Coloured(ForeignFile.Field).Select(value => value * scale), image.Pixels);
        Assert.Equal(ForeignFile.Field, CellMovie.OpenLabels(Find(name)).ReadLabels().Pixels);
    }

    private static string Find(string name) => ForeignFile.Find("pixel-types", "layouts", name);

    private static CellImage Read(string name) => CellMovie.Open(Find(name)).ReadImage();
}
