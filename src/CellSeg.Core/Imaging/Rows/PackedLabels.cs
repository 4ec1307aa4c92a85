namespace CellSeg.Imaging.Rows;

/// <summary>
/// A label image in little memory, made a band of rows at a time from the top: of each row the runs of its cells, each as its
/// distance from the run before, its length and the difference of their ids, in as few bytes as these numbers need. A run of a
/// cell of ordinary size takes four bytes. Once all rows are there, several threads may read at a time.
/// </summary>
public sealed class PackedLabels : ILabelRows
{
    // Three numbers of up to five bytes; a run has a pixel at least.
    private const int MostBytesOfRun = 15;

    private readonly byte[][] _rows;
    private HashSet<int>? _ids = [];
    private byte[]? _room;

    /// <summary>Makes a label image none of whose rows are there yet.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    public PackedLabels(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_rows, Width) = (new byte[height][], width);
    }

    /// <inheritdoc/>
    public int Height => _rows.Length;

    /// <inheritdoc/>
    public int Width { get; }

    /// <summary>Rows that are there.</summary>
    public int AppendedRows { get; private set; }

    /// <summary>The largest id of the rows that are there, 0 without cells.</summary>
    public int MaxLabel { get; private set; }

    /// <summary>How many different ids above 0 there are in the rows that are there.</summary>
    public int CellCount { get; private set; }

    /// <summary>Bytes that the rows take.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Packs a label image.</summary>
    public static PackedLabels Of(ILabelRows labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var packed = new PackedLabels(labels.Height, labels.Width);
        int[] row = new int[labels.Width];
        for (int y = 0; y < labels.Height; y++)
        {
            labels.ReadRows(y, 1, row);
            packed.Append(row);
        }
        return packed;
    }

    /// <summary>Packs the next rows.</summary>
    /// <param name="rows">Their ids, row-major, none negative.</param>
    /// <exception cref="ArgumentException">These are no whole rows, or more than there is room for.</exception>
    public void Append(ReadOnlySpan<int> rows)
    {
        int count = rows.Length / Width;
        if (rows.Length % Width != 0 || count > Height - AppendedRows)
            throw new ArgumentException($"{rows.Length} labels are not some of the {Height - AppendedRows} rows of {Width} that are left.", nameof(rows));
        for (int y = 0; y < count; y++)
        {
            byte[] packed = Pack(rows.Slice(y * Width, Width));
            _rows[AppendedRows++] = packed;
            ByteCount += packed.Length;
        }
        if (AppendedRows == Height)
            (_ids, _room) = (null, null);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Some of the rows are not there yet.</exception>
    public void ReadRows(int top, int rows, Span<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, AppendedRows - top);
        for (int y = 0; y < rows; y++)
            Unpack(_rows[top + y], labels.Slice(y * Width, Width));
    }

    private byte[] Pack(ReadOnlySpan<int> row)
    {
        _room ??= new byte[Width * MostBytesOfRun];
        int written = 0, last = 0;
        for (int at = 0; row[at..].IndexOfAnyExcept(0) is var gap and >= 0;)
        {
            at += gap;
            int label = row[at], length = row[at..].IndexOfAnyExcept(label);
            if (length < 0)
                length = row.Length - at;
            Write((uint)gap, ref written);
            Write((uint)length, ref written);
            // Differences of either sign as small numbers: 0, -1, 1, -2, …
            int step = label - last;
            Write((uint)((step << 1) ^ (step >> 31)), ref written);
            (at, last) = (at + length, label);
            Count(label);
        }
        return written == 0 ? [] : _room[..written];
    }

    private void Count(int label)
    {
        MaxLabel = Math.Max(MaxLabel, label);
        if (_ids!.Add(label))
            CellCount++;
    }

    private static void Unpack(byte[] packed, Span<int> row)
    {
        row.Clear();
        for (int read = 0, at = 0, label = 0; read < packed.Length;)
        {
            at += (int)Read(packed, ref read);
            int length = (int)Read(packed, ref read);
            uint step = Read(packed, ref read);
            label += (int)(step >> 1) ^ -(int)(step & 1);
            row.Slice(at, length).Fill(label);
            at += length;
        }
    }

    /// <summary>Writes a number seven bits a byte, the lowest first; the upper bit says that more follow.</summary>
    private void Write(uint number, ref int at)
    {
        for (; number > 0x7F; number >>= 7)
            _room![at++] = (byte)(number | 0x80);
        _room![at++] = (byte)number;
    }

    private static uint Read(byte[] packed, ref int at)
    {
        uint number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = packed[at++];
            number |= (part & 0x7Fu) << shift;
            if (part < 0x80)
                return number;
        }
    }
}
