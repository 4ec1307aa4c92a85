using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CellSeg.Imaging.Raster;

namespace CellSeg.Core.Tests.Imaging.Raster;

/// <summary>Writes PNG files of every kind, and such as nobody should write.</summary>
internal sealed class PngWriter(PngHeader header)
{
    private static readonly (int Left, int Top, int Right, int Down)[] Whole = [(0, 0, 1, 1)];

    private static readonly (int Left, int Top, int Right, int Down)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>What stands between the header and the pixels, by type.</summary>
    public List<(string Type, byte[] Content)> Before { get; } = [];

    /// <summary>How many parts the pixels are cut into.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Changes the pixels, rows with their filters, before they are packed.</summary>
    public Func<byte[], byte[]> Pixels { get; init; } = pixels => pixels;

    /// <summary>Changes the pixels after they are packed.</summary>
    public Func<byte[], byte[]> Packed { get; init; } = packed => packed;

    public byte[] Write(ReadOnlySpan<int> numbers)
    {
        using var file = new MemoryStream();
        file.Write(PngFile.Signature);
        file.Write(WriteHeader(header));
        foreach (var (type, bytes) in Before)
            file.Write(Chunk(type, bytes));
        byte[] packed = Packed(Pack(Pixels(Filter(numbers))));
        foreach (byte[] part in packed.Chunk(1 + (packed.Length / Parts)))
            file.Write(Chunk("IDAT", part));
        file.Write(Chunk("IEND", []));
        return file.ToArray();
    }

    public static byte[] WriteHeader(PngHeader header)
    {
        byte[] content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Height);
        (content[8], content[9], content[12]) = ((byte)header.Bits, (byte)header.Colour, (byte)(header.IsInterlaced ? 1 : 0));
        return Chunk("IHDR", content);
    }

    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(type), .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        PngChunk.Seal(chunk);
        return chunk;
    }

    private static byte[] Pack(byte[] pixels)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
            stream.Write(pixels);
        return packed.ToArray();
    }

    private byte[] Filter(ReadOnlySpan<int> numbers)
    {
        var rows = new List<byte>();
        int count = header.SampleCount;
        foreach (var (left, top, right, down) in header.IsInterlaced ? Passes : Whole)
        {
            for (int y = top; y < header.Height && left < header.Width; y += down)
            {
                // Filter 0: the numbers as they are, most significant bits first.
                rows.Add(0);
                ulong bits = 0;
                int held = 0;
                for (int x = left; x < header.Width; x += right)
                {
                    for (int s = 0; s < count; s++)
                    {
                        bits = (bits << header.Bits) | (uint)numbers[(((y * header.Width) + x) * count) + s];
                        for (held += header.Bits; held >= 8; held -= 8)
                            rows.Add((byte)(bits >> (held - 8)));
                    }
                }
                if (held > 0)
                    rows.Add((byte)(bits << (8 - held)));
            }
        }
        return [.. rows];
    }
}
