namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>What a TIFF file says of one page.</summary>
internal sealed class TiffDirectory
{
    private readonly Dictionary<TiffTag, TiffField> _fields = [];

    /// <summary>Reads a directory; of the values of its fields only where they stand.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="position">Where the directory stands.</param>
    /// <exception cref="InvalidDataException">The file is cut off here.</exception>
    public TiffDirectory(TiffReader reader, long position)
    {
        var (countSize, entrySize, valueAt) = reader.IsBig ? (8, 20, 12) : (2, 12, 8);
        int valueSize = entrySize - valueAt;
        long count = reader.ReadNumber(position, countSize), first = position + countSize;
        if (count > reader.Length / entrySize)
            throw new InvalidDataException("the file is cut off or damaged: a directory has more entries than the file has room for");
        byte[] entries = reader.ReadBytes(first, (count * entrySize) + valueSize);
        for (int at = 0; at < entries.Length - valueSize; at += entrySize)
        {
            var tag = (TiffTag)Number(at, 2);
            if (!Enum.IsDefined(tag))
                continue;
            var field = new TiffField((ushort)Number(at + 2, 2), Number(at + 4, valueSize), first + at + valueAt);
            // What does not fit into the entry stands elsewhere.
            if (field.Count > valueSize / Math.Max(1, field.Size))
                field = field with { Position = Number(at + valueAt, valueSize) };
            _fields.TryAdd(tag, field);
        }
        Next = Number(entries.Length - valueSize, valueSize);

        long Number(int at, int size) => reader.ToNumber(entries.AsSpan(at, size));
    }

    /// <summary>Where the next directory stands; 0 after the last.</summary>
    public long Next { get; }

    /// <summary>A field; null when the page has none of this tag.</summary>
    public TiffField? this[TiffTag tag] => _fields.TryGetValue(tag, out var field) ? field : null;

    /// <summary>All numbers of a field; none when the page does not have it.</summary>
    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public long[] Numbers(TiffReader reader, TiffTag tag) => this[tag] is { } field ? reader.ReadNumbers(field) : [];

    /// <summary>The first number of a field, or what it is when the page does not have it.</summary>
    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public long Number(TiffReader reader, TiffTag tag, long otherwise)
        => this[tag] is { Count: > 0 } field ? reader.ReadNumbers(field with { Count = 1 })[0] : otherwise;
}
