using System.IO.Compression;
using CellSeg.Files;

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

    /// <param name="file">The packed file from its start; it is disposed of with this.</param>
    public GzipContent(Stream file) => _unpacked = new GZipStream(new JoinedStream(file, new MemoryStream(Member)), CompressionMode.Decompress);

    /// <summary>What is unpacked, and behind it two blocks of zeros and a mark.</summary>
    public Stream Stream => _unpacked;

    /// <summary>Reads the rest, with the checksum behind it.</summary>
    /// <exception cref="InvalidDataException">The file ends too early, its checksum is another one, or something else is behind it.</exception>
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
            throw new InvalidDataException("what is packed in it does not end where the file does");
    }

    public void Dispose() => _unpacked.Dispose();

    private static byte[] Pack(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(content);
        return buffer.ToArray();
    }
}
