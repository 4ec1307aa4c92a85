using System.Buffers.Binary;
using CellSeg.Imaging.Codecs;
using NetVips;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// JPEG files, grey or in colours. A file that promises more pixels than it can hold is refused before memory is taken.
/// </summary>
internal static class JpegFile
{
    // A block of 8 x 8 pixels takes one bit at least.
    private const int PixelsPerByte = 8 * 8 * 8, HeaderLength = 8;

    private const byte Mark = 0xFF, FirstFrame = 0xC0, FirstArithmetic = 0xC9, LastFrame = 0xCF;

    /// <summary>What every JPEG file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [Mark, 0xD8, Mark];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is cut off or damaged.</exception>
    /// <exception cref="NotSupportedException">Its colours are neither grey nor RGB, or its code is not read.</exception>
    public static StoredImage Read(byte[] data)
    {
        var (height, width, channels) = ReadHeader(data);
        return new StoredImage
        {
            Height = height,
            Width = width,
            SampleCount = channels,
            Type = SampleType.UInt8,
            Samples = VipsDecoder.Decode((access, failOn) => Image.JpegloadBuffer(data, access: access, failOn: failOn)),
            Bits = 8,
            IsLossy = true,
        };
    }

    /// <summary>Looks at the header of the frame (ITU-T T.81, B.2.2), before memory is taken for what it promises.</summary>
    private static (int Height, int Width, int Channels) ReadHeader(ReadOnlySpan<byte> data)
    {
        var frame = FindFrame(data);
        if (frame[0] >= FirstArithmetic)
            throw new NotSupportedException("its code is arithmetic, which hardly any program reads");
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[4..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[6..]), channels = frame[8];
        if (channels == 4)
            throw new NotSupportedException("its colours are CMYK, inks for printing");
        if (channels is not (1 or 3))
            throw new NotSupportedException($"it has {channels} numbers a pixel");
        if ((long)height * width > (long)PixelsPerByte * data.Length)
            throw new InvalidDataException("its header promises more pixels than it can hold");
        return (height, width, channels);
    }

    /// <summary>The header of the frame from its code on: length, bits a number, rows, columns and numbers a pixel follow.</summary>
    private static ReadOnlySpan<byte> FindFrame(ReadOnlySpan<byte> data)
    {
        for (int at = 2; at + 2 + HeaderLength <= data.Length && data[at] == Mark;)
        {
            byte code = data[at + 1];
            if (code == Mark)
            {
                // Any number of marks may stand before a code.
                at++;
                continue;
            }
            // Among the codes of frames are those of three tables.
            if (code is >= FirstFrame and <= LastFrame and not (0xC4 or 0xC8 or 0xCC))
                return data[(at + 1)..];
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
        }
        throw new InvalidDataException("it is cut off, or its header is damaged");
    }
}
