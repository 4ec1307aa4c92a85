using System.Buffers.Binary;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Raster;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Raster;

/// <summary>Damaged files give all pixels or an error, without more memory than a picture of such a file can take.</summary>
public sealed class RasterMutationTests
{
    private const int FlipCount = 300;

    private const long LargestMemory = 64 << 20;

    public static TheoryData<string> Names => [.. Files.Keys];

    private static Dictionary<string, byte[]> Files { get; } = new()
    {
        ["grey.png"] = WritePng(8, PngColour.Grey, false),
        ["interlaced-palette.png"] = WritePng(4, PngColour.Palette, true),
        ["16-bit-alpha.png"] = WritePng(16, PngColour.RgbAlpha, false),
        ["1-bit.png"] = WritePng(1, PngColour.Grey, true),
        ["palette.bmp"] = new BmpWriter(21, 15, 8) { Colours = RasterNumbers.Colours(8) }.Write(RasterNumbers.Random(21 * 15, 8, 2)),
        ["1-bit.bmp"] = new BmpWriter(21, 15, 1) { Colours = RasterNumbers.Colours(1) }.Write(RasterNumbers.Random(21 * 15, 1, 2)),
        ["rgb.bmp"] = new BmpWriter(21, 15, 32) { Compression = 3 }.Write(RasterNumbers.Random(21 * 15 * 3, 8, 2)),
        ["plain.gif"] = new GifWriter(21, 15, 4) { Colours = RasterNumbers.Colours(4) }.Write(RasterNumbers.Random(21 * 15, 4, 2)),
        ["interlaced.gif"] = new GifWriter(21, 15, 8) { Colours = RasterNumbers.Colours(8), IsInterlaced = true }.Write(RasterNumbers.Random(21 * 15, 8, 2)),
        ["grey.jpg"] = JpegFileTests.Write(1),
        ["progressive.jpg"] = JpegFileTests.Write(3, isProgressive: true),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_cut_off_anywhere_is_an_error(string name)
    {
        byte[] file = Files[name];
        AssertWhole(RasterFile.Read(file, name));
        for (int length = 8; length < file.Length; length++)
            Assert.Equal(name, Assert.Throws<CellSegException>(() => RasterFile.Read(file[..length], name)).Target);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bit_that_is_wrong_gives_all_pixels_or_an_error(string name)
    {
        var random = new RandomSource(3);
        for (int i = 0; i < FlipCount; i++)
        {
            byte[] file = [.. Files[name]];
            for (int flips = 1 + random.Next(3); flips > 0; flips--)
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            Try(Seal(file, random.Next(2) == 0), name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_of_the_header_at_their_limits_give_all_pixels_or_an_error(string name)
    {
        byte[] intact = Files[name];
        int header = name.EndsWith(".jpg", StringComparison.Ordinal) ? 190 : 70;
        for (int position = 6; position < header; position++)
        {
            foreach (byte[] value in (byte[][])[[0], [1], [0xFF], [0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF]])
            {
                byte[] file = [.. intact];
                value.AsSpan(0, Math.Min(value.Length, file.Length - position)).CopyTo(file.AsSpan(position));
                Try(Seal(file, true), name);
            }
        }
    }

    private static byte[] WritePng(int bits, PngColour colour, bool isInterlaced)
    {
        var header = new PngHeader(21, 15, bits, colour, isInterlaced);
        var writer = new PngWriter(header) { Parts = 2 };
        if (colour == PngColour.Palette)
            writer.Before.Add(("PLTE", RasterNumbers.Colours(bits)));
        return writer.Write(RasterNumbers.Random(21 * 15 * header.SampleCount, bits, 2));
    }

    /// <summary>Writes the right sum behind each part of a PNG file, so that other checks than that have to find the damage.</summary>
    private static byte[] Seal(byte[] file, bool isWanted)
    {
        var rest = isWanted && file.AsSpan().StartsWith(PngFile.Signature) ? file.AsSpan(8) : [];
        while (rest.Length >= 12 && BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length <= rest.Length - 12)
        {
            PngChunk.Seal(rest[..(12 + (int)length)]);
            rest = rest[(12 + (int)length)..];
        }
        return file;
    }

    private static void Try(byte[] file, string name)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            AssertWhole(RasterFile.Read(file, name));
        }
        catch (CellSegException e)
        {
            Assert.Equal(name, e.Target);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LargestMemory);
    }

    private static void AssertWhole(StoredImage image)
        => Assert.Equal((long)image.Height * image.Width * image.SampleCount * (image.Type == SampleType.UInt16 ? 2 : 1), image.Samples.LongLength);
}
