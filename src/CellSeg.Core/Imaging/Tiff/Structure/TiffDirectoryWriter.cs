using System.Buffers.Binary;

namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>Makes the bytes of a TIFF directory with its values, and of the header that leads to it.</summary>
/// <param name="isLittleEndian">In which order the bytes of numbers are.</param>
/// <param name="isBig">Whether positions have 64 bits: BigTIFF.</param>
internal sealed class TiffDirectoryWriter(bool isLittleEndian, bool isBig)
{
    private readonly SortedList<TiffTag, (TiffType Type, long[] Values)> _fields = [];

    /// <summary>The type of a position or a number of bytes.</summary>
    public TiffType PositionType => isBig ? TiffType.Long8 : TiffType.Long;

    private int PositionSize => isBig ? 8 : 4;

    private int CountSize => isBig ? 8 : 2;

    private int EntrySize => 4 + (2 * PositionSize);

    /// <summary>Sets a field. The values of a text are its letters, of a ratio its numerator and denominator in turns.</summary>
    public void Set(TiffTag tag, TiffType type, params long[] values) => _fields[tag] = (type, values);

    /// <summary>The header of a file.</summary>
    /// <param name="directory">Where the directory stands; 0 where that is not known yet.</param>
    public byte[] WriteHeader(long directory)
    {
        byte[] header = new byte[2 * PositionSize];
        (isLittleEndian ? "II"u8 : "MM"u8).CopyTo(header);
        Write(header, 2, 2, isBig ? 43 : 42);
        if (isBig)
            Write(header, 4, 2, PositionSize);
        Write(header, PositionSize, PositionSize, directory);
        return header;
    }

    /// <summary>The directory, behind which no other comes.</summary>
    /// <param name="position">Where it is going to stand, an even number.</param>
    public byte[] Write(long position)
    {
        int behind = CountSize + (_fields.Count * EntrySize) + PositionSize;
        byte[] bytes = new byte[behind + _fields.Values.Sum(field => SizeOf(field) > PositionSize ? Padded(SizeOf(field)) : 0)];
        Write(bytes, 0, CountSize, _fields.Count);
        int at = CountSize;
        foreach (var (tag, field) in _fields)
        {
            int part = PartSize(field.Type), size = SizeOf(field), values = at + 4 + PositionSize;
            Write(bytes, at, 2, (long)tag);
            Write(bytes, at + 2, 2, (long)field.Type);
            Write(bytes, at + 4, PositionSize, size / new TiffField((ushort)field.Type, 1, 0).Size);
            if (size > PositionSize)
            {
                Write(bytes, values, PositionSize, position + behind);
                (values, behind) = (behind, behind + Padded(size));
            }
            foreach (long value in field.Values)
            {
                Write(bytes, values, part, value);
                values += part;
            }
            at += EntrySize;
        }
        return bytes;
    }

    private void Write(byte[] target, int at, int size, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (isLittleEndian)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        (isLittleEndian ? bytes[..size] : bytes[^size..]).CopyTo(target.AsSpan(at));
    }

    private static int SizeOf((TiffType Type, long[] Values) field) => PartSize(field.Type) * field.Values.Length;

    /// <summary>Bytes of a number; a ratio is two.</summary>
    private static int PartSize(TiffType type) => type == TiffType.Rational ? 4 : new TiffField((ushort)type, 1, 0).Size;

    private static int Padded(int size) => (size + 7) / 8 * 8;
}
