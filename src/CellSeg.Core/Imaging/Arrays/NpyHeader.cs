using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CellSeg.Imaging.Arrays;

/// <summary>
/// What stands before the numbers of a <c>.npy</c> file (NumPy's format, versions 1 to 3): their type and the lengths of the
/// axes, the last of which varies fastest.
/// </summary>
/// <param name="Type">What the numbers are.</param>
/// <param name="Shape">The lengths of the axes; empty for a single number.</param>
/// <param name="Length">Bytes before the numbers.</param>
internal sealed record NpyHeader(NpyType Type, IReadOnlyList<long> Shape, int Length)
{
    private const int MarkLength = 6, Alignment = 64;

    // As NumPy itself: a longer one is no array of images.
    private const int LongestText = 10_000;

    // Well below what 64 bits count, so that nothing overflows.
    private const double LargestFile = 1e18;

    private static readonly byte[] Mark = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>How many numbers there are.</summary>
    public long Count => Shape.Aggregate(1L, (count, length) => count * length);

    /// <summary>Bytes of the whole file.</summary>
    public long FileLength => Length + (Count * Type.Size);

    /// <summary>The shape as NumPy writes it: <c>(4, 96, 96, 1)</c>.</summary>
    public string ShapeText => string.Create(CultureInfo.InvariantCulture, $"({string.Join(", ", Shape)}{(Shape.Count == 1 ? "," : "")})");

    /// <summary>Reads a header; the stream then stands at the first number.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="name">The array, for messages.</param>
    /// <exception cref="CellSegException">It is none, it is damaged, or the numbers are none or lie in another order.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        try
        {
            Span<byte> start = stackalloc byte[MarkLength + 2];
            stream.ReadExactly(start);
            if (!start[..MarkLength].SequenceEqual(Mark))
                throw new FormatException("it does not begin as an array of NumPy does");
            int version = start[MarkLength];
            if (version is < 1 or > 3 || start[MarkLength + 1] != 0)
                throw new FormatException(FormattableString.Invariant($"it is of version {version}.{start[MarkLength + 1]}, and 1.0 to 3.0 are known"));
            var size = start[..(version == 1 ? sizeof(ushort) : sizeof(uint))];
            stream.ReadExactly(size);
            long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
            if (length > LongestText)
                throw new FormatException(FormattableString.Invariant($"its header of {length} bytes is longer than any array's"));
            byte[] text = new byte[length];
            stream.ReadExactly(text);
            return Create((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), start.Length + size.Length + text.Length, name);
        }
        catch (FormatException e)
        {
            throw Damaged(name, e.Message, e);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged(name, "it ends within its header", e);
        }
    }

    /// <summary>A header for numbers in the byte order of this machine.</summary>
    /// <param name="type">What the numbers are.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="bytes">The header, as it is written before them.</param>
    public static NpyHeader Create(NpyType type, IReadOnlyList<long> shape, out byte[] bytes)
    {
        var header = new NpyHeader(type, shape, 0);
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {header.ShapeText}, }}";
        const int Before = MarkLength + 2 + sizeof(ushort);
        int length = (Before + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        bytes = [.. Mark, 1, 0, 0, 0, .. Encoding.Latin1.GetBytes(text.PadRight(length - Before - 1)), (byte)'\n'];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(MarkLength + 2), (ushort)(length - Before));
        return header with { Length = length };
    }

    private static NpyHeader Create(string text, int length, string name)
    {
        var values = new NpyLiteral(text).Read();
        if (values.Count != 3
            || values.GetValueOrDefault("descr") is not string type
            || values.GetValueOrDefault("fortran_order") is not bool isFortran
            || values.GetValueOrDefault("shape") is not long[] shape)
        {
            throw new FormatException("its header does not tell type, order and shape");
        }
        var header = new NpyHeader(NpyType.Parse(type, name), shape, length);
        if (shape.Aggregate((double)header.Type.Size, (bytes, axis) => bytes * Math.Max(axis, 1)) > LargestFile)
            throw new FormatException($"its shape {header.ShapeText} is larger than any file");
        return isFortran && shape.Count(axis => axis > 1) > 1
            ? throw new CellSegException(
                name, "its numbers lie in Fortran's order, the first axis varying fastest", "Save numpy.ascontiguousarray(…) of it")
            : header;
    }

    private static CellSegException Damaged(string name, string reason, Exception cause)
        => new(name, $"the array cannot be read: {reason}", "Save it again with numpy.save, numpy.savez or numpy.savez_compressed", cause);
}
