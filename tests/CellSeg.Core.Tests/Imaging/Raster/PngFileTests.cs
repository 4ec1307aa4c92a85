using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Raster;

namespace CellSeg.Core.Tests.Imaging.Raster;

public sealed class PngFileTests
{
    private static readonly PngHeader Grey = new(13, 9, 8, PngColour.Grey, false);

    public static TheoryData<int, int, bool, int, int> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool, int, int>();
            foreach (var (colour, bits) in ((PngColour, int[])[])[
                (PngColour.Grey, [1, 2, 4, 8, 16]), (PngColour.Palette, [1, 2, 4, 8]), (PngColour.Rgb, [8, 16]),
                (PngColour.GreyAlpha, [8, 16]), (PngColour.RgbAlpha, [8, 16])])
            {
                foreach (int size in bits)
                {
                    foreach (var (width, height) in ((int, int)[])[(13, 9), (1, 1), (3, 6), (64, 8)])
                    {
                        kinds.Add((int)colour, size, false, width, height);
                        kinds.Add((int)colour, size, true, width, height);
                    }
                }
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_numbers_are_those_of_the_file(int colour, int bits, bool isInterlaced, int width, int height)
    {
        var header = new PngHeader(width, height, bits, (PngColour)colour, isInterlaced);
        int[] numbers = RasterNumbers.Random(width * height * header.SampleCount, bits, 1);
        var writer = new PngWriter(header) { Parts = 3 };
        bool hasTable = header.Colour == PngColour.Palette;
        byte[] colours = RasterNumbers.Colours(bits <= 8 ? bits : 0);
        if (hasTable)
            writer.Before.AddRange([("PLTE", colours), ("tRNS", [0, 100])]);
        byte[] file = writer.Write(numbers);

        var image = RasterFile.Read(file, "cells.png");
        Assert.Equal(numbers, RasterNumbers.Of(image));
        Assert.Equal((height, width, header.SampleCount, bits, false), (image.Height, image.Width, image.SampleCount, image.Bits, image.IsLossy));
        Assert.Equal(bits == 16 ? SampleType.UInt16 : SampleType.UInt8, image.Type);
        Assert.Equal(header.HasAlpha ? [header.SampleCount - 1] : [], image.AlphaSamples);
        Assert.Equal(hasTable ? colours.Select(value => (ushort)value) : null, image.Colours);
        if (!hasTable && bits >= 8)
            Assert.Equal(RasterNumbers.ReadByVips(file), numbers);
    }

    [Theory]
    [InlineData(NetVips.Enums.ForeignPngFilter.None)]
    [InlineData(NetVips.Enums.ForeignPngFilter.All)]
    [InlineData(NetVips.Enums.ForeignPngFilter.Paeth)]
    public void Files_of_libpng_are_read(NetVips.Enums.ForeignPngFilter filter)
    {
        int[] numbers = [.. Enumerable.Range(0, 40 * 50 * 3).Select(i => (i * i / 700) & 0xFFFF)];
        using var image = NetVips.Image.NewFromMemory(numbers.Select(value => (ushort)value).ToArray(), 40, 50, 3, NetVips.Enums.BandFormat.Ushort);
        using var typed = image.Copy(interpretation: NetVips.Enums.Interpretation.Rgb16);
        Assert.Equal(numbers, RasterNumbers.Of(RasterFile.Read(typed.PngsaveBuffer(filter: filter, bitdepth: 16), "cells.png")));
    }

    [Fact]
    public void What_is_not_needed_is_not_looked_at()
    {
        int[] numbers = RasterNumbers.Random(13 * 9, 8, 1);
        var writer = new PngWriter(Grey) { Before = { ("gAMA", [0, 0, 0, 1]), ("tRNS", [0, 7]), ("iCCP", [1, 2, 3]), ("zTXt", [0]), ("pHYs", []) } };
        byte[] file = writer.Write(numbers);
        Assert.Equal(numbers, RasterNumbers.Of(RasterFile.Read([.. file, 1, 2, 3], "cells.png")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void An_array_of_the_right_length_is_used_again(int bits)
    {
        int[] numbers = RasterNumbers.Random(13 * 9, bits, 1);
        byte[] file = new PngWriter(Grey with { Bits = bits }).Write(numbers), right = new byte[13 * 9], wrong = new byte[13 * 9 + 1];
        Array.Fill(right, (byte)77);
        var image = RasterFile.Read(file, "cells.png", right);
        Assert.Same(right, image.Samples);
        Assert.Equal(numbers, RasterNumbers.Of(image));
        Assert.Equal(numbers, RasterNumbers.Of(RasterFile.Read(file, "cells.png", wrong)));
    }

    [Fact]
    public void Several_frames_are_refused()
    {
        var writer = new PngWriter(Grey) { Before = { ("acTL", [0, 0, 0, 2, 0, 0, 0, 0]) } };
        Assert.Contains("several frames", RasterNumbers.Refuse(writer.Write(new int[13 * 9])), StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_that_are_missing_are_an_error()
    {
        Assert.Contains("missing", Refuse(pixels => pixels[..^1]), StringComparison.Ordinal);
        Assert.Contains("missing", Refuse(pixels => pixels[..14]), StringComparison.Ordinal);
        Assert.Contains("missing", Refuse(_ => []), StringComparison.Ordinal);
        Assert.Contains("more pixels", Refuse(pixels => [.. pixels, 0]), StringComparison.Ordinal);
        // A filter that does not exist.
        Refuse(pixels => [.. pixels[..14], 9, .. pixels[15..]]);

        static string Refuse(Func<byte[], byte[]> change)
            => RasterNumbers.Refuse(new PngWriter(Grey) { Pixels = change }.Write(RasterNumbers.Random(13 * 9, 8, 1)));
    }

    [Fact]
    public void Damaged_packing_is_an_error_though_the_sums_of_the_chunks_are_right()
    {
        int length = 0;
        new PngWriter(Grey) { Packed = packed => packed[..(length = packed.Length)] }.Write(RasterNumbers.Random(13 * 9, 8, 1));
        // The last four bytes are a sum.
        for (int cut = 5; cut <= length; cut++)
            RasterNumbers.Refuse(new PngWriter(Grey) { Packed = packed => packed[..^cut] }.Write(RasterNumbers.Random(13 * 9, 8, 1)));
        for (int sum = 1; sum <= 4; sum++)
        {
            RasterNumbers.Refuse(
                new PngWriter(Grey) { Packed = packed => [.. packed[..^sum], (byte)(packed[^sum] ^ 1), .. packed[(packed.Length - sum + 1)..]] }
                    .Write(RasterNumbers.Random(13 * 9, 8, 1)));
        }
    }

    [Theory]
    [InlineData(0, 9, 8, 0)]
    [InlineData(13, -1, 8, 0)]
    [InlineData(13, 9, 3, 0)]
    [InlineData(13, 9, 16, 3)]
    [InlineData(13, 9, 4, 2)]
    [InlineData(13, 9, 8, 5)]
    [InlineData(int.MaxValue, int.MaxValue, 16, 6)]
    public void Headers_that_cannot_be_are_refused(int width, int height, int bits, int colour)
    {
        byte[] file = new PngWriter(Grey).Write(new int[13 * 9]);
        PngWriter.WriteHeader(new PngHeader(width, height, bits, (PngColour)colour, false)).CopyTo(file.AsSpan(8));
        RasterNumbers.Refuse(file);
    }

    [Fact]
    public void A_table_of_colours_that_is_missing_is_an_error()
    {
        var writer = new PngWriter(Grey with { Colour = PngColour.Palette });
        Assert.Contains("table", RasterNumbers.Refuse(writer.Write(new int[13 * 9])), StringComparison.Ordinal);
    }
}
