using System.Buffers.Binary;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// GIF files of one picture. They are read here, since libvips makes zeros of pixels that are missing without a word,
/// and to find out how many there are is nearly all of decoding them.
/// </summary>
internal static class GifFile
{
    private const int HeaderLength = 13, PictureHeaderLength = 9, BytesOfColour = 3;

    private const byte Picture = 0x2C, Extension = 0x21, End = 0x3B, HasTable = 0x80, IsInterlaced = 0x40;

    // The first row of each pass over an interlaced picture, and the steps to the next ones.
    private static readonly (int Top, int Down)[] Passes = [(0, 8), (4, 8), (2, 4), (1, 2)];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is cut off or damaged.</exception>
    /// <exception cref="NotSupportedException">It has several pictures, or one that does not fill it.</exception>
    public static StoredImage Read(byte[] data)
    {
        var rest = data.AsSpan();
        var header = Take(ref rest, HeaderLength);
        int width = ReadUInt16(header, 6), height = ReadUInt16(header, 8);
        var colours = TakeTable(ref rest, header[10]);
        StoredImage? picture = null;
        while (Take(ref rest, 1)[0] is var block and not End)
        {
            if (block == Extension)
            {
                Take(ref rest, 1);
                TakeBlocks(ref rest);
                continue;
            }
            if (block != Picture)
                throw new InvalidDataException("one of its parts is damaged");
            if (picture is not null)
                throw new NotSupportedException("it has several frames");
            picture = ReadPicture(ref rest, width, height, colours);
        }
        return picture ?? throw new InvalidDataException("there is no picture in it");
    }

    private static StoredImage ReadPicture(ref Span<byte> rest, int width, int height, ushort[]? colours)
    {
        var header = Take(ref rest, PictureHeaderLength);
        byte flags = header[8];
        if ((ReadUInt16(header, 0), ReadUInt16(header, 2), ReadUInt16(header, 4), ReadUInt16(header, 6)) != (0, 0, width, height))
            throw new NotSupportedException("its picture does not fill its frame");
        colours = TakeTable(ref rest, flags) ?? colours ?? throw new InvalidDataException("its table of colours is missing");
        int bits = Take(ref rest, 1)[0];
        byte[] places = LzwDecoder.Decode(TakeBlocks(ref rest), bits, (long)width * height);
        return new StoredImage
        {
            Height = height,
            Width = width,
            SampleCount = 1,
            Type = SampleType.UInt8,
            Samples = (flags & IsInterlaced) == 0 ? places : Weave(places, width, height),
            Bits = bits,
            Colours = colours,
        };
    }

    private static byte[] Weave(ReadOnlySpan<byte> passes, int width, int height)
    {
        byte[] picture = new byte[passes.Length];
        foreach (var (top, down) in Passes)
        {
            for (int row = top; row < height; row += down)
            {
                passes[..width].CopyTo(picture.AsSpan(row * width));
                passes = passes[width..];
            }
        }
        return picture;
    }

    /// <summary>The table of colours that flags announce; null without one.</summary>
    private static ushort[]? TakeTable(ref Span<byte> rest, byte flags)
        => (flags & HasTable) == 0 ? null : Array.ConvertAll(Take(ref rest, BytesOfColour << ((flags & 7) + 1)).ToArray(), value => (ushort)value);

    /// <summary>The content of blocks of up to 255 bytes, the last of which is empty.</summary>
    private static byte[] TakeBlocks(ref Span<byte> rest)
    {
        using var content = new MemoryStream();
        while (Take(ref rest, 1)[0] is var length and > 0)
            content.Write(Take(ref rest, length));
        return content.ToArray();
    }

    private static ReadOnlySpan<byte> Take(ref Span<byte> rest, int length)
    {
        if (rest.Length < length)
            throw new InvalidDataException("it is cut off");
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static int ReadUInt16(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[position..]);
}
