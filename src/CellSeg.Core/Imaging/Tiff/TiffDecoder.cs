using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CellSeg.Files;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Tiff.Structure;
using NetVips;

namespace CellSeg.Imaging.Tiff;

/// <summary>Reads the numbers of a page, all of them or none: as they stand in the file where they can be, else by libvips.</summary>
internal static class TiffDecoder
{
    /// <summary>Decodes a page.</summary>
    /// <param name="source">The file.</param>
    /// <param name="reader">The same file, open.</param>
    /// <param name="layout">How its numbers lie.</param>
    /// <exception cref="CellSegException">Part of the numbers is not there, or they are more than fit one array.</exception>
    /// <exception cref="VipsException">The file is damaged.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static StoredImage Decode(ByteSource source, TiffReader reader, TiffLayout layout)
    {
        if (layout.ValueCount > Array.MaxLength || layout.ValueCount * layout.Bits / 8 > Array.MaxLength)
            throw TooLarge(source.Name, layout);
        return new StoredImage
        {
            Height = layout.Height,
            Width = layout.Width,
            SampleCount = layout.SampleCount,
            Type = layout.Type,
            Bits = layout.Bits,
            Samples = layout.IsPlanar ? DecodePlanes(source, reader, layout) : DecodeTogether(source, reader, layout),
            AlphaSamples = layout.AlphaSamples,
            IsWhiteZero = layout.Photometric == TiffPhotometric.WhiteIsZero,
            Colours = layout.Colours,
            IsLossy = layout.Compression == TiffCompression.Jpeg,
        };
    }

    /// <summary>The error of more numbers than can be read at a time.</summary>
    /// <param name="name">The file.</param>
    /// <param name="layout">How they lie.</param>
    public static CellSegException TooLarge(string name, TiffLayout layout) => new(
        name, $"its {layout.Width} x {layout.Height} x {layout.SampleCount} values are more than fit one array", "Cut the image into parts");

    /// <summary>Each plane as an image of its own, since libvips mixes up the rows of strips in planes, and refuses tiles in planes.</summary>
    private static byte[] DecodePlanes(ByteSource source, TiffReader reader, TiffLayout layout)
    {
        int count = layout.SampleCount, blocks = layout.Offsets.Length / count;
        byte[]? together = null;
        for (int i = 0; i < count; i++)
        {
            var blocksOfPlane = (i * blocks)..((i + 1) * blocks);
            byte[] plane = DecodeTogether(source, reader, layout with
            {
                SampleCount = 1,
                IsPlanar = false,
                Photometric = TiffPhotometric.BlackIsZero,
                Offsets = layout.Offsets[blocksOfPlane],
                Counts = layout.Counts[blocksOfPlane],
            });
            int pixels = layout.Height * layout.Width, size = plane.Length / pixels;
            together ??= new byte[plane.Length * count];
            for (int pixel = 0; pixel < pixels; pixel++)
                plane.AsSpan(pixel * size, size).CopyTo(together.AsSpan(((pixel * count) + i) * size));
        }
        return together!;
    }

    private static byte[] DecodeTogether(ByteSource source, TiffReader reader, TiffLayout layout)
    {
        if (layout.Bits >= 8 && layout.FillOrder == 1 && layout.HasPlacesOfRows())
            return ReadPlain(reader, layout);
        byte[] transcoded = [];
        if (layout.Compression == TiffCompression.Zstandard)
            (layout, transcoded) = ZstandardBlocks.ToDeflate(reader, layout);
        byte[] header = PlainTiff.CreateHeader(layout, reader.IsLittleEndian);
        using var joined = new JoinedStream(new MemoryStream(header), source.Open(), new MemoryStream(transcoded));
        byte[] samples = VipsLog.Watch(() =>
        {
            using var image = Image.TiffloadStream(joined, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            return GetBytes(image);
        });
        if (samples.Length != layout.ValueCount * Math.Max(8, layout.Bits) / 8)
            throw PageFile.Unreadable(source.Name, $"libvips gives {samples.Length} bytes for {layout.ValueCount} numbers of {layout.Bits} bits");
        if (layout.Bits < 8)
            Compress(samples, layout.Bits);
        if (PlainTiff.IsHalved(layout))
            JoinHalves(samples, layout, reader.IsLittleEndian);
        return samples;
    }

    /// <summary>Numbers that are not compressed.</summary>
    private static byte[] ReadPlain(TiffReader reader, TiffLayout layout)
    {
        byte[] samples = new byte[layout.ByteCount];
        int at = 0;
        for (int i = 0; i < layout.Offsets.Length; i++)
        {
            int count = (int)(layout.RowsOfStrip(i) * layout.RowByteCount);
            reader.ReadBytes(layout.Offsets[i], samples.AsSpan(at, count));
            at += count;
        }
        if (reader.IsLittleEndian != BitConverter.IsLittleEndian)
            ReverseBytes(samples, layout.Bits);
        return samples;
    }

    private static void ReverseBytes(Span<byte> samples, int bits)
    {
        var two = MemoryMarshal.Cast<byte, ushort>(samples);
        var four = MemoryMarshal.Cast<byte, uint>(samples);
        var eight = MemoryMarshal.Cast<byte, ulong>(samples);
        if (bits == 16)
            BinaryPrimitives.ReverseEndianness(two, two);
        else if (bits == 32)
            BinaryPrimitives.ReverseEndianness(four, four);
        else if (bits == 64)
            BinaryPrimitives.ReverseEndianness(eight, eight);
    }

    private static byte[] GetBytes(Image image)
    {
        nint memory = image.WriteToMemory(out ulong size);
        try
        {
            byte[] bytes = new byte[size];
            Marshal.Copy(memory, bytes, 0, bytes.Length);
            return bytes;
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }

    /// <summary>Undoes that libvips stretches numbers of few bits to 0 … 255.</summary>
    private static void Compress(Span<byte> samples, int bits)
        => TensorPrimitives.Divide(samples, (byte)(byte.MaxValue / ((1 << bits) - 1)), samples);

    /// <summary>Puts numbers of 64 bits together again, and sums them up where they are differences to their neighbours.</summary>
    private static void JoinHalves(byte[] samples, TiffLayout layout, bool isLittleEndian)
    {
        var numbers = MemoryMarshal.Cast<byte, ulong>(samples.AsSpan());
        // libvips has turned each half to this machine's order; the halves still stand in that of the file.
        if (isLittleEndian != BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = (numbers[i] << 32) | (numbers[i] >> 32);
        }
        if (layout.Predictor != 2)
            return;
        int count = layout.SampleCount, row = layout.Width * count, block = (int)Math.Min(layout.Block.Width, layout.Width) * count;
        for (int start = 0; start < numbers.Length; start += row)
        {
            for (int i = count; i < row; i++)
            {
                if (i % block >= count)
                    numbers[start + i] += numbers[start + i - count];
            }
        }
    }
}
