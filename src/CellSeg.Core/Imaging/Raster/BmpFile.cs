using System.Buffers.Binary;
using CellSeg.Imaging.Codecs;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.PixelFormats;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// BMP files whose pixels are not compressed. The decoder gets a plain copy: a header of one kind, a table in which the
/// colour of a place is a shade of grey of that number, and the pixels, which are there to the last.
/// </summary>
internal static class BmpFile
{
    private const int PlainHeader = 54, PlainColour = 4;

    private static readonly BmpDecoder Decoder = new();

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is cut off or damaged.</exception>
    /// <exception cref="NotSupportedException">Its pixels are compressed, of another size than usual, or more than fit one array.</exception>
    public static StoredImage Read(byte[] data)
    {
        var header = BmpHeader.Read(data);
        if (Math.Abs((long)header.Height) > (data.Length - header.PixelPosition) / header.RowLength)
            throw new InvalidDataException("some of its pixels are missing");
        int height = Math.Abs(header.Height), channels = header.HasTable ? 1 : 3;
        if ((long)header.Width * height * channels > Array.MaxLength)
            throw new NotSupportedException("its numbers are more than fit one array");
        byte[] plain = WritePlain(header, data.AsSpan(header.PixelPosition, (int)(height * header.RowLength)));
        return new StoredImage
        {
            Height = height,
            Width = header.Width,
            SampleCount = channels,
            Type = SampleType.UInt8,
            Samples = header.HasTable ? PixelDecoder.Decode<L8>(Decoder, plain) : PixelDecoder.Decode<Rgb24>(Decoder, plain),
            Bits = Math.Min(header.Bits, 8),
            Colours = header.HasTable ? ReadColours(header, data) : null,
        };
    }

    private static byte[] WritePlain(BmpHeader header, ReadOnlySpan<byte> pixels)
    {
        int shades = header.HasTable ? 1 << header.Bits : 0, start = PlainHeader + (shades * PlainColour);
        byte[] plain = new byte[start + pixels.Length];
        "BM"u8.CopyTo(plain);
        Write(2, plain.Length);
        Write(10, start);
        Write(14, PlainHeader - 14);
        Write(18, header.Width);
        Write(22, header.Height);
        // One plane, and the bits of a pixel.
        Write(26, 1 | (header.Bits << 16));
        for (int i = 0; i < shades; i++)
            plain.AsSpan(PlainHeader + (i * PlainColour), 3).Fill((byte)i);
        pixels.CopyTo(plain.AsSpan(start));
        return plain;

        void Write(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(position), value);
    }

    private static ushort[] ReadColours(BmpHeader header, ReadOnlySpan<byte> data)
    {
        var colours = new ushort[header.ColourCount * 3];
        for (int i = 0; i < colours.Length; i++)
        {
            // Blue comes first in the file.
            var (colour, channel) = (i / 3, 2 - (i % 3));
            colours[i] = data[header.TablePosition + (colour * header.ColourLength) + channel];
        }
        return colours;
    }
}
