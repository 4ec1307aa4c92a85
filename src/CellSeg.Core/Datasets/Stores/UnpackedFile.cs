using System.IO.Hashing;
using CellSeg.Files;
using Microsoft.Win32.SafeHandles;

namespace CellSeg.Datasets.Stores;

/// <summary>
/// Entries of archives that are too large for memory and are read by place: where they lie in the archive as they are, there;
/// else in a temporary file, which goes with its last reader.
/// </summary>
internal static class UnpackedFile
{
    private const int BufferLength = 1 << 20;

    /// <summary>Copies an entry into a temporary file.</summary>
    /// <param name="content">Unpacks it, from its beginning.</param>
    /// <param name="length">The bytes that it has to have.</param>
    /// <param name="checksum">The CRC-32 that it has to have; null where the archive has none.</param>
    /// <param name="name">The entry, for messages.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="CellSegException">It has another length or checksum, or there is no room for it.</exception>
    /// <exception cref="InvalidDataException">It cannot be unpacked.</exception>
    public static FileBytes Copy(Stream content, long length, uint? checksum, string name, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Create(null, length, name);
        try
        {
            var crc = new Crc32();
            byte[] buffer = new byte[BufferLength];
            long place = 0;
            for (int read; (read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0; place += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (place + read > length)
                    throw Damaged(name, FormattableString.Invariant($"it holds more than the {length} bytes that it should"));
                crc.Append(buffer.AsSpan(0, read));
                Write(file, buffer.AsSpan(0, read), place, name);
            }
            if (place < length)
                throw Damaged(name, FormattableString.Invariant($"it is cut off: {place} of its {length} bytes are there"));
            if (checksum is { } wanted && crc.GetCurrentHashAsUInt32() != wanted)
                throw Damaged(name, "its checksum is another, so that some of its bytes are wrong");
            return FileBytes.FromHandle(file, name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Looks whether bytes are those of a checksum.</summary>
    /// <param name="bytes">The range of a file, which is read whole.</param>
    /// <param name="checksum">Its CRC-32.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CellSegException">They cannot be read.</exception>
    public static bool HasChecksum(FileBytes bytes, uint checksum, CancellationToken cancellationToken)
    {
        var crc = new Crc32();
        byte[] buffer = new byte[BufferLength];
        for (long place = 0; place < bytes.Length; place += buffer.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, bytes.Length - place));
            bytes.Read(place, part);
            crc.Append(part);
        }
        return crc.GetCurrentHashAsUInt32() == checksum;
    }

    private static void Write(SafeFileHandle file, ReadOnlySpan<byte> part, long place, string name)
    {
        try
        {
            RandomAccess.Write(file, part, place);
        }
        catch (IOException e)
        {
            throw new CellSegException(name, $"it cannot be unpacked into a temporary file ({e.Message.TrimEnd('.')})", "Make room for temporary files", e);
        }
    }

    private static CellSegException Damaged(string name, string reason) => new(name, reason, "Download or copy the archive again, or make it anew");
}
