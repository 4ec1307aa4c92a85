using Microsoft.Win32.SafeHandles;

namespace CellSeg.Files;

/// <summary>
/// A range of an open file, of which any part is read by its place, by several threads at once. The file stays open for as
/// long as anybody has one of its ranges; other programs may still rename or delete it.
/// </summary>
internal sealed class FileBytes
{
    private readonly SafeFileHandle _file;
    private readonly long _start;
    private readonly (long Length, DateTime Time) _stamp;

    private FileBytes(SafeFileHandle file, (long Length, DateTime Time) stamp, long start, long length, string name)
        => (_file, _stamp, _start, Length, Name) = (file, stamp, start, length, name);

    /// <summary>What to call it in messages.</summary>
    public string Name { get; }

    /// <summary>Bytes of the range.</summary>
    public long Length { get; }

    /// <summary>Opens a whole file.</summary>
    /// <exception cref="CellSegException">It is missing or cannot be opened.</exception>
    public static FileBytes Open(string path)
    {
        try
        {
            return FromHandle(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>All of a file that is open.</summary>
    /// <param name="file">The file, which nobody else closes.</param>
    /// <param name="name">What to call it in messages.</param>
    public static FileBytes FromHandle(SafeFileHandle file, string name)
    {
        var stamp = Stamp(file);
        return new FileBytes(file, stamp, 0, stamp.Length, name);
    }

    /// <summary>A part of the range.</summary>
    /// <param name="start">Its first byte, from 0.</param>
    /// <param name="length">How many.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="CellSegException">The range ends before.</exception>
    public FileBytes Slice(long start, long length, string name)
        => start >= 0 && length >= 0 && start <= Length - length
            ? new FileBytes(_file, _stamp, _start + start, length, name)
            : throw new CellSegException(
                name,
                FormattableString.Invariant($"it is cut off: {Math.Max(Length - start, 0)} of its {length} bytes are there"),
                "Download or copy the file again");

    /// <summary>Reads some of the bytes.</summary>
    /// <param name="start">The first one, from 0.</param>
    /// <param name="target">Gets them; all of it is filled.</param>
    /// <exception cref="CellSegException">The file has changed since it was opened, or cannot be read.</exception>
    public void Read(long start, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - target.Length);
        try
        {
            if (Stamp(_file) != _stamp)
                throw new CellSegException(Name, "the file has changed since it was opened", "Wait until it is written, then read it again");
            for (int read; target.Length > 0; start += read, target = target[read..])
            {
                read = RandomAccess.Read(_file, target, _start + start);
                if (read == 0)
                    throw new EndOfStreamException("it ends too early");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, e);
        }
    }

    /// <summary>A stream over the range, with a place of its own.</summary>
    public Stream OpenStream() => new Reader(this);

    private static (long Length, DateTime Time) Stamp(SafeFileHandle file) => (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    private static CellSegException Unreadable(string name, Exception e)
        => new(name, $"the file cannot be read ({e.Message.TrimEnd('.')})", "Check that it is still there and that you may read it", e);

    private sealed class Reader(FileBytes bytes) : PlacedStream(bytes.Length)
    {
        protected override int ReadAt(long position, Span<byte> buffer)
        {
            bytes.Read(position, buffer);
            return buffer.Length;
        }
    }
}
