using System.Buffers.Binary;
using CellSeg.Imaging.Tiff.Structure;

namespace CellSeg.Imaging.Tiff;

/// <summary>
/// A file as libvips gets to see it: a BigTIFF header of our own with one directory, and the untouched bytes of the
/// real file behind it. The directory tells of plain whole numbers, 0 black, without colours or transparency, so that
/// libvips gives the numbers that are stored; and nothing of a damaged directory ever gets to native code.
/// </summary>
internal sealed class PlainTiff
{
    private const ushort Undefined = 7, Short = 3, Long8 = 16;
    private const int HeaderLength = 16, EntryLength = 20;

    private readonly bool _isLittleEndian;
    private readonly SortedList<TiffTag, (ushort Type, long[] Values)> _fields = [];

    private PlainTiff(bool isLittleEndian) => _isLittleEndian = isLittleEndian;

    /// <summary>Whether libvips gets each number as two of 32 bits, which it reads where it refuses one of 64.</summary>
    public static bool IsHalved(TiffLayout layout) => layout.Bits == 64;

    /// <summary>Makes the header.</summary>
    /// <param name="layout">How the numbers lie in the real file.</param>
    /// <param name="isLittleEndian">In which order their bytes are.</param>
    public static byte[] CreateHeader(TiffLayout layout, bool isLittleEndian)
    {
        var plain = new PlainTiff(isLittleEndian);
        plain.Describe(layout);
        // The blocks move back by the length of the header, which depends on how many there are and not on where.
        int length = plain.Write().Length;
        plain.SetBlocks(layout, [.. layout.Offsets.Select(offset => offset + length)]);
        return plain.Write();
    }

    private void Describe(TiffLayout layout)
    {
        bool isHalved = IsHalved(layout);
        int halves = isHalved ? 2 : 1, samples = layout.SampleCount;
        Set(TiffTag.ImageWidth, Long8, (long)layout.Width * halves);
        Set(TiffTag.ImageLength, Long8, layout.Height);
        Set(TiffTag.BitsPerSample, Short, [.. Enumerable.Repeat((long)layout.Bits / halves, samples)]);
        Set(TiffTag.Compression, Short, (long)layout.Compression);
        Set(TiffTag.Photometric, Short, (long)(layout.Photometric == TiffPhotometric.YCbCr ? TiffPhotometric.YCbCr : TiffPhotometric.BlackIsZero));
        Set(TiffTag.FillOrder, Short, layout.FillOrder);
        Set(TiffTag.SamplesPerPixel, Short, samples);
        Set(TiffTag.PlanarConfiguration, Short, layout.IsPlanar ? 2 : 1);
        bool isFloat = layout.Predictor == 3;
        Set(TiffTag.SampleFormat, Short, [.. Enumerable.Repeat(isFloat ? 3L : 1, samples)]);
        if (layout.Predictor != 1 && !isHalved)
            Set(TiffTag.Predictor, Short, layout.Predictor);
        if (layout.FaxOptions is { } options)
            Set(options.Tag, Long8, options.Value);
        if (layout.JpegTables.Length > 0)
            Set(TiffTag.JpegTables, Undefined, [.. layout.JpegTables.Select(value => (long)value)]);
        if (layout.Photometric == TiffPhotometric.YCbCr && layout.SubSampling.Length == 2)
            Set(TiffTag.YCbCrSubSampling, Short, layout.SubSampling);
        if (layout.Photometric != TiffPhotometric.YCbCr && samples > 1)
            Set(TiffTag.ExtraSamples, Short, new long[samples - 1]);
        if (layout.IsTiled)
        {
            Set(TiffTag.TileWidth, Long8, layout.Block.Width * halves);
            Set(TiffTag.TileLength, Long8, layout.Block.Height);
        }
        else
            Set(TiffTag.RowsPerStrip, Long8, layout.Block.Height);
        SetBlocks(layout, layout.Offsets);
    }

    private void SetBlocks(TiffLayout layout, long[] offsets)
    {
        Set(layout.IsTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, Long8, offsets);
        Set(layout.IsTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts, Long8, layout.Counts);
    }

    private void Set(TiffTag tag, ushort type, params long[] values) => _fields[tag] = (type, values);

    private byte[] Write()
    {
        int behind = HeaderLength + 8 + (_fields.Count * EntryLength) + 8;
        byte[] header = new byte[behind + _fields.Values.Sum(field => SizeOf(field) > 8 ? Padded(SizeOf(field)) : 0)];
        (_isLittleEndian ? "II"u8 : "MM"u8).CopyTo(header);
        Write(header, 2, 2, 43);
        Write(header, 4, 2, 8);
        Write(header, 8, 8, HeaderLength);
        Write(header, HeaderLength, 8, _fields.Count);
        int at = HeaderLength + 8;
        foreach (var (tag, field) in _fields)
        {
            Write(header, at, 2, (long)tag);
            Write(header, at + 2, 2, field.Type);
            Write(header, at + 4, 8, field.Values.Length);
            int size = SizeOf(field), values = at + 12;
            if (size > 8)
            {
                Write(header, values, 8, behind);
                (values, behind) = (behind, behind + Padded(size));
            }
            foreach (long value in field.Values)
            {
                Write(header, values, SizeOf(field.Type), value);
                values += SizeOf(field.Type);
            }
            at += EntryLength;
        }
        return header;
    }

    private void Write(byte[] header, int at, int size, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (_isLittleEndian)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        (_isLittleEndian ? bytes[..size] : bytes[^size..]).CopyTo(header.AsSpan(at));
    }

    private static int SizeOf((ushort Type, long[] Values) field) => SizeOf(field.Type) * field.Values.Length;

    private static int SizeOf(ushort type) => new TiffField(type, 1, 0).Size;

    private static int Padded(int size) => (size + 7) / 8 * 8;
}
