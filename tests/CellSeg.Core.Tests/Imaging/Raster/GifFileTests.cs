using CellSeg.Imaging.Raster;

namespace CellSeg.Core.Tests.Imaging.Raster;

public sealed class GifFileTests
{
    [Theory]
    [InlineData(1, 7, 5)]
    [InlineData(2, 1, 1)]
    [InlineData(4, 33, 17)]
    [InlineData(7, 8, 3)]
    [InlineData(8, 120, 90)]
    public void Places_in_the_table_of_colours_are_the_numbers(int bits, int width, int height)
    {
        int[] noise = RasterNumbers.Random(width * height, bits, 1);
        int[] smooth = [.. Enumerable.Range(0, width * height).Select(i => i / 50 % (1 << bits))];
        foreach (int[] places in (int[][])[noise, smooth])
        {
            foreach (var (isInterlaced, hasOwnTable) in ((bool, bool)[])[(false, false), (true, false), (false, true)])
            {
                var writer = new GifWriter(width, height, bits)
                {
                    Colours = RasterNumbers.Colours(bits), IsInterlaced = isInterlaced, HasOwnTable = hasOwnTable,
                };
                byte[] file = writer.Write(places);
                var image = RasterFile.Read(file, "cells.gif");
                Assert.Equal(places, RasterNumbers.Of(image));
                Assert.Equal((height, width, 1), (image.Height, image.Width, image.SampleCount));
                Assert.Equal(writer.Colours.Select(value => (ushort)value), image.Colours!);
                // libvips knows the format by others' files.
                Assert.Equal(RasterNumbers.ReadByVips(file), RasterNumbers.LookUp(image));
            }
        }
    }

    [Fact]
    public void Files_of_others_are_read()
    {
        byte[] rgb = [.. Enumerable.Range(0, 60 * 40).SelectMany(i => (byte[])[(byte)(i % 60 / 10 * 40), (byte)(i / 60 / 8 * 50), 7])];
        using var picture = NetVips.Image.NewFromMemory(rgb, 60, 40, 3, NetVips.Enums.BandFormat.Uchar);
        using var typed = picture.Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        byte[] file = typed.GifsaveBuffer(dither: 0);
        Assert.Equal(RasterNumbers.ReadByVips(file, withAlpha: false), RasterNumbers.LookUp(RasterFile.Read(file, "cells.gif")));
    }

    [Fact]
    public void A_place_that_is_shown_as_nothing_is_a_number_like_any_other()
    {
        int[] places = RasterNumbers.Random(20, 2, 1);
        var writer = new GifWriter(5, 4, 2) { Colours = RasterNumbers.Colours(2), Transparent = 1 };
        Assert.Equal(places, RasterNumbers.Of(RasterFile.Read(writer.Write(places), "cells.gif")));
    }

    [Fact]
    public void Several_frames_and_parts_of_a_frame_are_refused()
    {
        var writer = new GifWriter(5, 4, 2) { Colours = RasterNumbers.Colours(2) };
        Assert.Contains("several frames", RasterNumbers.Refuse((writer with { PictureCount = 2 }).Write(new int[20])), StringComparison.Ordinal);
        Assert.Contains("does not fill", RasterNumbers.Refuse((writer with { Left = 1 }).Write(new int[20])), StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_that_are_missing_are_an_error()
    {
        int[] places = RasterNumbers.Random(20 * 30, 4, 1);
        var writer = new GifWriter(20, 30, 4) { Colours = RasterNumbers.Colours(4) };
        Assert.Contains("missing", Refuse(packed => packed[..(packed.Length / 2)]), StringComparison.Ordinal);
        Assert.Contains("missing", Refuse(_ => GifWriter.Pack(places[..^1], 4)), StringComparison.Ordinal);
        Assert.Contains("more pixels", Refuse(_ => GifWriter.Pack([.. places, 0], 4)), StringComparison.Ordinal);
        // The first code after the one that empties the table stands for a piece that nobody has made.
        Assert.Contains("damaged", Refuse(_ => [0b1111_0000, 0xFF]), StringComparison.Ordinal);

        string Refuse(Func<byte[], byte[]> change) => RasterNumbers.Refuse((writer with { Packed = change }).Write(places));
    }
}
