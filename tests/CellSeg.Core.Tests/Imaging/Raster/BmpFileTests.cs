using CellSeg.Imaging.Raster;

namespace CellSeg.Core.Tests.Imaging.Raster;

public sealed class BmpFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Places_in_the_table_of_colours_are_the_numbers(int bits)
    {
        foreach (int headerLength in (int[])[12, 40, 108, 124])
        {
            foreach (int width in (int[])[1, 7, 64])
            {
                int[] places = RasterNumbers.Random(width * 9, bits, 1);
                byte[] colours = RasterNumbers.Colours(bits);
                var writer = new BmpWriter(width, 9, bits) { HeaderLength = headerLength, Colours = colours, IsTopDown = headerLength == 108 };
                var image = RasterFile.Read(writer.Write(places), "cells.bmp");
                Assert.Equal(places, RasterNumbers.Of(image));
                Assert.Equal((9, width, 1, bits), (image.Height, image.Width, image.SampleCount, image.Bits));
                Assert.Equal(colours.Select(value => (ushort)value), image.Colours!);
            }
        }
    }

    [Fact]
    public void All_256_places_are_told_apart()
    {
        int[] places = [.. Enumerable.Range(0, 256)];
        Assert.Equal(places, RasterNumbers.Of(RasterFile.Read(new BmpWriter(16, 16, 8) { Colours = RasterNumbers.Colours(8) }.Write(places), "cells.bmp")));
    }

    [Fact]
    public void A_table_may_have_fewer_colours_than_there_could_be()
    {
        byte[] colours = [0, 0, 0, 10, 20, 30, 255, 255, 255];
        int[] places = [0, 1, 2, 2, 1, 0];
        var image = RasterFile.Read(new BmpWriter(3, 2, 8) { Colours = colours }.Write(places), "cells.bmp");
        Assert.Equal(places, RasterNumbers.Of(image));
        Assert.Equal(colours.Select(value => (ushort)value), image.Colours!);
    }

    [Theory]
    [InlineData(24, 40, 0)]
    [InlineData(24, 12, 0)]
    [InlineData(32, 40, 0)]
    [InlineData(32, 40, 3)]
    [InlineData(32, 124, 3)]
    public void Colours_are_the_numbers(int bits, int headerLength, int compression)
    {
        int[] numbers = RasterNumbers.Random(7 * 9 * 3, 8, 1);
        var image = RasterFile.Read(new BmpWriter(7, 9, bits) { HeaderLength = headerLength, Compression = compression }.Write(numbers), "cells.bmp");
        Assert.Equal(numbers, RasterNumbers.Of(image));
        Assert.Equal((9, 7, 3), (image.Height, image.Width, image.SampleCount));
        Assert.Null(image.Colours);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(4, 2)]
    [InlineData(16, 3)]
    [InlineData(24, 3)]
    [InlineData(24, 5)]
    public void Compressed_pixels_are_refused(int bits, int compression)
        => Assert.Contains(
            "compressed", RasterNumbers.Refuse(new BmpWriter(7, 9, bits) { Compression = compression }.Write(new int[7 * 9 * 3])), StringComparison.Ordinal);

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void Pixels_of_an_unusual_size_are_refused(int bits)
        => Assert.Contains("usual order", RasterNumbers.Refuse(new BmpWriter(7, 9, bits).Write(new int[7 * 9 * 3])), StringComparison.Ordinal);

    [Fact]
    public void Masks_of_another_order_are_refused()
    {
        byte[] file = new BmpWriter(7, 9, 32) { Compression = 3 }.Write(new int[7 * 9 * 3]);
        file[54] = 0xFF;
        Assert.Contains("usual order", RasterNumbers.Refuse(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pixel_that_is_missing_is_an_error()
    {
        byte[] file = new BmpWriter(7, 9, 24).Write(RasterNumbers.Random(7 * 9 * 3, 8, 1));
        Assert.Contains("missing", RasterNumbers.Refuse(file[..^1]), StringComparison.Ordinal);
    }
}
