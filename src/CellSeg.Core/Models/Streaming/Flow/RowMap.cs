using CellSeg.Models.Streaming.Kernels;

namespace CellSeg.Models.Streaming.Flow;

/// <summary>
/// A map of a network of which only some rows are in memory: those that have been computed and that somebody still needs. A row
/// is one pixel behind the other with all its channels (NHWC), between zeros on its left and right.
/// </summary>
internal sealed class RowMap
{
    // Vectors of the kernels; maps of few channels are read one number at a time and need no such padding.
    private const int Lanes = 16;

    private readonly List<RowLayer> _consumers = [];
    private AlignedBuffer _buffer = new(0);
    private int _rowLength, _bufferRowLength, _capacity;
    private bool _isPlanned;

    /// <param name="channels">Channels.</param>
    /// <param name="isNarrow">Whether a pixel takes no more room than its channels, since no vectors are written to it.</param>
    public RowMap(int channels, bool isNarrow = false)
        => (Channels, PixelLength) = (channels, isNarrow ? channels : (channels + Lanes - 1) / Lanes * Lanes);

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>Numbers from one pixel to the next; those beyond the channels are 0.</summary>
    public int PixelLength { get; }

    /// <summary>Rows of the whole map.</summary>
    public int Height { get; private set; }

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>How many rows have been computed.</summary>
    public int End { get; private set; }

    /// <summary>Bytes of its memory.</summary>
    public long ByteCount => (long)_buffer.Length * sizeof(float);

    /// <summary>The first number; rows lie at their <see cref="OffsetOf"/> from it.</summary>
    public ref float Origin => ref _buffer.First;

    private int First { get; set; }

    private int PadLeft { get; set; }

    private int PadRight { get; set; }

    /// <summary>Makes known who reads the map.</summary>
    /// <param name="consumer">A layer.</param>
    /// <param name="left">Zeros that it needs on the left of a row.</param>
    /// <param name="right">Zeros that it needs on the right.</param>
    public void AddConsumer(RowLayer consumer, int left = 0, int right = 0)
    {
        _consumers.Add(consumer);
        (PadLeft, PadRight) = (Math.Max(PadLeft, left), Math.Max(PadRight, right));
    }

    /// <summary>Begins a map of which it is planned only how many rows there are at a time.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public void Begin(int height, int width)
    {
        (Height, First, End, _isPlanned) = (height, 0, 0, false);
        (Width, _rowLength, _capacity) = (width, (PadLeft + width + PadRight) * PixelLength, 0);
    }

    /// <summary>Begins the map itself, after a plan that went through all its rows. Its memory is that of the map before where that suffices.</summary>
    public void EndPlan()
    {
        (First, End, _isPlanned) = (0, 0, true);
        long length = (1L + _capacity) * _rowLength;
        // The zeros of rows of another length lie in other places.
        if (length > _buffer.Length || _rowLength != _bufferRowLength)
            (_buffer, _bufferRowLength) = (new AlignedBuffer(length), _rowLength);
    }

    /// <summary>Gives its memory back.</summary>
    public void Release() => (_buffer, _bufferRowLength) = (new AlignedBuffer(0), 0);

    /// <summary>Where the first pixel of a row lies; a row outside the map is one of zeros.</summary>
    public nint OffsetOf(int row)
    {
        int slot = row < 0 || row >= Height ? 0 : 1 + (row % _capacity);
        return ((nint)slot * _rowLength) + (PadLeft * PixelLength);
    }

    /// <summary>The pixels of a row.</summary>
    public Span<float> RowOf(int row) => _buffer.Span.Slice((int)OffsetOf(row), Width * PixelLength);

    /// <summary>Makes sure that there is room for the next rows.</summary>
    /// <param name="rows">How many.</param>
    public void Reserve(int rows)
    {
        int wanted = End + rows - First;
        if (!_isPlanned)
            _capacity = Math.Max(_capacity, wanted);
        else if (wanted > _capacity)
            throw new InvalidOperationException($"There is room for {_capacity} rows of a map, and {wanted} are needed.");
    }

    /// <summary>Makes known that rows have been computed.</summary>
    /// <param name="rows">How many more.</param>
    public void Advance(int rows) => End += rows;

    /// <summary>Lets go of the rows that nobody needs any more.</summary>
    public void Trim()
    {
        int first = End;
        foreach (var consumer in _consumers)
            first = Math.Min(first, consumer.FindFirstNeeded(this));
        First = Math.Max(First, first);
    }
}
