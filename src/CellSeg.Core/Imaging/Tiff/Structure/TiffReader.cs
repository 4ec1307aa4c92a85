using System.Buffers.Binary;

namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>The numbers of an open TIFF file, classic or BigTIFF.</summary>
internal sealed class TiffReader
{
    private const ushort ClassicVersion = 42, BigVersion = 43;

    private readonly Stream _stream;

    /// <summary>Reads the first bytes.</summary>
    /// <param name="stream">The file; it stays open.</param>
    /// <exception cref="InvalidDataException">This is no TIFF file, or it is cut off.</exception>
    public TiffReader(Stream stream)
    {
        _stream = stream;
        byte[] head = ReadBytes(0, 4);
        IsLittleEndian = IsTiff(head)
            ? head[0] == 'I'
            : throw new InvalidDataException("this is no TIFF file");
        IsBig = ReadNumber(2, 2) == BigVersion;
        FirstDirectory = IsBig ? ReadNumber(8, 8) : ReadNumber(4, 4);
    }

    /// <summary>In which order the bytes of numbers are.</summary>
    public bool IsLittleEndian { get; }

    /// <summary>Whether positions have 64 bits.</summary>
    public bool IsBig { get; }

    /// <summary>Where the first directory stands.</summary>
    public long FirstDirectory { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _stream.Length;

    /// <summary>Whether a file begins like a TIFF file.</summary>
    /// <param name="head">At least its first 4 bytes.</param>
    public static bool IsTiff(ReadOnlySpan<byte> head) => head.Length >= 4
        && ((head.StartsWith("II"u8) && BinaryPrimitives.ReadUInt16LittleEndian(head[2..]) is ClassicVersion or BigVersion)
            || (head.StartsWith("MM"u8) && BinaryPrimitives.ReadUInt16BigEndian(head[2..]) is ClassicVersion or BigVersion));

    /// <summary>Reads a row of bytes.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public byte[] ReadBytes(long position, long count)
    {
        if (position < 0 || count < 0 || position > Length - count)
            throw new InvalidDataException("the file is cut off or damaged: it points behind its own end");
        byte[] bytes = new byte[count];
        _stream.Position = position;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a row of bytes that must be there.</summary>
    /// <exception cref="IOException">The file ends before.</exception>
    public void ReadBytes(long position, Span<byte> bytes)
    {
        _stream.Position = position;
        _stream.ReadExactly(bytes);
    }

    /// <summary>Reads a number without a sign.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="size">Its bytes, 1 to 8.</param>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public long ReadNumber(long position, int size) => ToNumber(ReadBytes(position, size));

    /// <summary>The number without a sign that bytes of the file are; one beyond 2^63 - 1, which no file reaches, becomes that.</summary>
    public long ToNumber(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int i = 0; i < bytes.Length; i++)
            number = (number << 8) | bytes[IsLittleEndian ? bytes.Length - 1 - i : i];
        return (long)Math.Min(number, long.MaxValue);
    }

    /// <summary>Reads all values of a field that are numbers without a sign.</summary>
    /// <exception cref="InvalidDataException">The file ends before, or the field is of another kind.</exception>
    public long[] ReadNumbers(TiffField field)
    {
        int size = field.Size;
        if (size == 0 || field.Type is 2 or 5 or (>= 6 and <= 12) or 17)
            throw new InvalidDataException("the file is damaged: one of its fields is of a kind that it cannot be");
        byte[] bytes = ReadBytes(field);
        var numbers = new long[field.Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = ToNumber(bytes.AsSpan(i * size, size));
        return numbers;
    }

    /// <summary>Reads all values of a field as bytes.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public byte[] ReadBytes(TiffField field) => field.Count <= Length
        ? ReadBytes(field.Position, field.Count * field.Size)
        : throw new InvalidDataException("the file is cut off or damaged: a field has more values than the file has bytes");
}
