using CellSeg.Imaging.Raster;
using NetVips;

namespace CellSeg.Core.Tests.Imaging.Raster;

public sealed class JpegFileTests
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 48 * 40 * 4).Select(i => (byte)(i * i / 900))];

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Pixels_are_decoded_and_said_to_be_lossy(int channels, bool isProgressive)
    {
        byte[] file = Write(channels, isProgressive);
        var image = RasterFile.Read(file, "cells.jpg");
        Assert.Equal((40, 48, channels, true), (image.Height, image.Width, image.SampleCount, image.IsLossy));
        Assert.Equal(RasterNumbers.ReadByVips(file), RasterNumbers.Of(image));
    }

    [Fact]
    public void Inks_and_rare_codes_are_refused_by_name()
    {
        Assert.Contains("CMYK", RasterNumbers.Refuse(Write(4)), StringComparison.Ordinal);
        byte[] arithmetic = Write(1);
        arithmetic[arithmetic.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 1] = 0xC9;
        Assert.Contains("arithmetic", RasterNumbers.Refuse(arithmetic), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_promises_more_than_there_can_be_is_refused()
    {
        byte[] file = Write(1);
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        file.AsSpan(frame + 5, 4).Fill(0xFF);
        Assert.Contains("more pixels", RasterNumbers.Refuse(file), StringComparison.Ordinal);
    }

    internal static byte[] Write(int channels, bool isProgressive = false)
    {
        var meaning = channels switch { 1 => Enums.Interpretation.Bw, 3 => Enums.Interpretation.Srgb, _ => Enums.Interpretation.Cmyk };
        using var image = Image.NewFromMemory(Pixels[..(48 * 40 * channels)], 48, 40, channels, Enums.BandFormat.Uchar);
        using var typed = image.Copy(interpretation: meaning);
        return typed.JpegsaveBuffer(interlace: isProgressive);
    }
}
