using System.IO.Compression;

namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>
/// Unpacks a gzip file and makes sure of its end. .NET's reader takes a file that ends too early for a whole one, and then has not
/// compared the checksum, which comes last; so this one gives it a known member behind those of the file, which only comes
/// out where the file's own have ended.
/// </summary>
internal sealed class GzipContent : IDisposable
{
    private static readonly byte[] Mark = [.. "the file was read to its end"u8];

    // Behind two blocks of zeros, which are how a tar ends.
    private static readonly byte[] Member = Pack([.. new byte[2 * 512], .. Mark]);

    private readonly GZipStream _unpacked;

    /// <param name="file">The packed file, which is left open.</param>
    public GzipContent(Stream file) => _unpacked = new GZipStream(new Joined(file, new MemoryStream(Member)), CompressionMode.Decompress);

    /// <summary>What is unpacked, and behind it two blocks of zeros and a mark.</summary>
    public Stream Stream => _unpacked;

    /// <summary>Reads the rest, with the checksum behind it.</summary>
    /// <exception cref="InvalidDataException">The file ends too early, or its checksum is another one.</exception>
    public void ReadToEnd()
    {
        // The last bytes of what was read before, and behind them what is read now.
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        for (int count; (count = _unpacked.Read(buffer.AsSpan(kept))) > 0;)
        {
            int end = kept + count;
            kept = Math.Min(end, Mark.Length);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
        }
        if (!buffer.AsSpan(0, kept).SequenceEqual(Mark))
            throw new InvalidDataException("it ends before the end of what is packed in it");
    }

    public void Dispose() => _unpacked.Dispose();

    private static byte[] Pack(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(content);
        return buffer.ToArray();
    }

    /// <summary>One stream behind the other.</summary>
    private sealed class Joined(Stream first, Stream second) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => first.Read(buffer) is var count and > 0 ? count : second.Read(buffer);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
