
namespace CellSeg.Files;

/// <summary>Several streams read as one, one behind the other. They are disposed of with it.</summary>
internal sealed class JoinedStream : Stream
{
    private readonly Stream[] _parts;
    private readonly long[] _starts;

    /// <summary>Joins streams of a known length in which one can seek.</summary>
    public JoinedStream(params Stream[] parts)
    {
        _parts = parts;
        _starts = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            _starts[i] = Length;
            Length += parts[i].Length;
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        for (int i = _parts.Length - 1; i >= 0 && Position < Length; i--)
        {
            if (Position < _starts[i] || _parts[i].Length == 0)
                continue;
            _parts[i].Position = Position - _starts[i];
            int read = _parts[i].Read(buffer);
            Position += read;
            return read;
        }
        return 0;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var part in _parts)
                part.Dispose();
        }
        base.Dispose(disposing);
    }
}
