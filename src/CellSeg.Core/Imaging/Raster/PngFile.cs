using System.Buffers.Binary;
using System.IO.Compression;
using CellSeg.Imaging.Codecs;
using NetVips;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// PNG files. The decoder gets a plain copy: the header, in which places in a table of colours are called shades of grey,
/// and the pixels, found whole by unpacking them, and nothing else.
/// </summary>
internal static class PngFile
{
    private const int BufferLength = 1 << 14, BytesOfColour = 3;

    private static readonly PngDecoder Decoder = new() { IgnoreMetadata = true };

    /// <summary>What every PNG file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Reads a file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="buffer">An array that may take the numbers.</param>
    /// <exception cref="InvalidDataException">It is cut off or damaged.</exception>
    /// <exception cref="NotSupportedException">It has several pictures, or more numbers than fit one array.</exception>
    public static StoredImage Read(byte[] data, byte[]? buffer)
    {
        var chunks = PngChunk.Split(data.AsMemory(Signature.Length));
        var header = chunks[0].Type == "IHDR" ? PngHeader.Read(chunks[0].Content) : throw new InvalidDataException("it does not begin with its header");
        if (chunks.Exists(IsAnimation))
            throw new NotSupportedException("it has several frames");
        CheckPixels(header, chunks);
        return new StoredImage
        {
            Height = header.Height,
            Width = header.Width,
            SampleCount = header.SampleCount,
            Type = header.Bits == 16 ? SampleType.UInt16 : SampleType.UInt8,
            Samples = Decode(header, WritePlain(chunks), buffer),
            AlphaSamples = header.HasAlpha ? [header.SampleCount - 1] : [],
            Bits = header.Bits,
            Colours = header.Colour == PngColour.Palette ? ReadColours(chunks) : null,
        };
    }

    private static bool IsAnimation(PngChunk chunk)
        => chunk.Type == "acTL" && chunk.Content.Length >= sizeof(int) && BinaryPrimitives.ReadInt32BigEndian(chunk.Content) > 1;

    /// <summary>Unpacks the pixels without keeping them, which costs little beside decoding them.</summary>
    /// <exception cref="InvalidDataException">There are fewer or more than the header says, or their sum is not right.</exception>
    private static void CheckPixels(PngHeader header, List<PngChunk> chunks)
    {
        using var packed = new MemoryStream();
        foreach (var chunk in chunks.Where(IsPixels))
            packed.Write(chunk.Content);
        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        Span<byte> buffer = stackalloc byte[BufferLength];
        long missing = header.CountBytes();
        int count;
        do
        {
            count = unpacked.Read(buffer);
            missing -= count;
        }
        while (count > 0 && missing >= 0);
        if (missing != 0)
            throw new InvalidDataException(missing > 0 ? "some of its pixels are missing" : "it has more pixels than its header says");
        if ((long)header.Width * header.Height * header.SampleCount * (header.Bits == 16 ? 2 : 1) > Array.MaxLength)
            throw new NotSupportedException("its numbers are more than fit one array");
    }

    private static bool IsPixels(PngChunk chunk) => chunk.Type == "IDAT";

    private static byte[] WritePlain(List<PngChunk> chunks)
    {
        byte[] header = chunks[0].Whole.ToArray();
        // The colour is the only number of the header that is changed; its place is behind length and type.
        ref byte colour = ref header[8 + PngHeader.ColourPosition];
        if (colour == (byte)PngColour.Palette)
            colour = (byte)PngColour.Grey;
        PngChunk.Seal(header);
        using var plain = new MemoryStream();
        plain.Write(Signature);
        plain.Write(header);
        foreach (var chunk in chunks.Where(IsPixels).Append(chunks[^1]))
            plain.Write(chunk.Whole.Span);
        return plain.ToArray();
    }

    private static byte[] Decode(PngHeader header, byte[] plain, byte[]? buffer)
    {
        byte[] samples = header.IsInterlaced
            ? VipsDecoder.Decode((access, failOn) => Image.PngloadBuffer(plain, access: access, failOn: failOn))
            : DecodeRows(header, plain, buffer);
        if (header.Bits < 8)
        {
            // Decoders stretch few bits to the range of a byte: a whole multiple each.
            byte factor = (byte)(byte.MaxValue / ((1 << header.Bits) - 1));
            for (int i = 0; i < samples.Length; i++)
                samples[i] /= factor;
        }
        return samples;
    }

    private static byte[] DecodeRows(PngHeader header, byte[] plain, byte[]? buffer)
    {
        bool isWide = header.Bits == 16;
        return header.Colour switch
        {
            PngColour.Rgb => isWide ? PixelDecoder.Decode<Rgb48>(Decoder, plain) : PixelDecoder.Decode<Rgb24>(Decoder, plain),
            PngColour.GreyAlpha => isWide ? PixelDecoder.Decode<La32>(Decoder, plain) : PixelDecoder.Decode<La16>(Decoder, plain),
            PngColour.RgbAlpha => isWide ? PixelDecoder.Decode<Rgba64>(Decoder, plain) : PixelDecoder.Decode<Rgba32>(Decoder, plain),
            _ => isWide ? PixelDecoder.Decode<L16>(Decoder, plain) : PixelDecoder.Decode<L8>(Decoder, plain, buffer),
        };
    }

    private static ushort[] ReadColours(List<PngChunk> chunks)
    {
        int table = chunks.FindIndex(chunk => chunk.Type == "PLTE");
        if (table < 0 || chunks[table].Content.Length % BytesOfColour != 0)
            throw new InvalidDataException("its table of colours is missing or damaged");
        return Array.ConvertAll(chunks[table].Content.ToArray(), value => (ushort)value);
    }
}
