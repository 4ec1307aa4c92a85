using System.Buffers.Binary;

namespace CellSeg.Imaging.Tiff;

/// <summary>The fields of all pages of a TIFF file that say what a pixel is.</summary>
internal sealed class TiffDirectories
{
    private const ushort ShortType = 3;

    private const int HeaderLength = 8, EntryLength = 12;

    private readonly FileStream _stream;
    private readonly List<TiffField> _fields = [];

    private TiffDirectories(FileStream stream)
    {
        _stream = stream;
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!TryRead(0, header))
            return;
        IsLittleEndian = header.StartsWith("II*\0"u8);
        if (IsLittleEndian || header.StartsWith("MM\0*"u8))
            ReadAll(ToUInt32(header[4..]));
    }

    /// <summary>In which order the bytes of numbers are.</summary>
    public bool IsLittleEndian { get; }

    /// <summary>The fields page by page; none of a file that is no TIFF, or is one beyond 4 GB.</summary>
    public IReadOnlyList<TiffField> Fields => _fields;

    /// <summary>Reads the directories, as far as the file goes.</summary>
    public static TiffDirectories Read(FileStream stream) => new(stream);

    private void ReadAll(uint directory)
    {
        var visited = new HashSet<uint> { 0 };
        Span<byte> count = stackalloc byte[2], entry = stackalloc byte[EntryLength];
        while (visited.Add(directory) && TryRead(directory, count))
        {
            long at = directory + 2L;
            for (int i = ToUInt16(count); i > 0 && TryRead(at, entry); i--, at += EntryLength)
            {
                var tag = (TiffTag)ToUInt16(entry);
                if (Enum.IsDefined(tag) && ToUInt16(entry[2..]) == ShortType && ToUInt32(entry[4..]) == 1)
                    _fields.Add(new TiffField(tag, ToUInt16(entry[8..]), at + 8));
            }
            directory = TryRead(at, entry[..4]) ? ToUInt32(entry) : 0;
        }
    }

    private bool TryRead(long position, Span<byte> bytes)
    {
        _stream.Position = position;
        return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }

    private ushort ToUInt16(ReadOnlySpan<byte> bytes)
        => IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint ToUInt32(ReadOnlySpan<byte> bytes)
        => IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
