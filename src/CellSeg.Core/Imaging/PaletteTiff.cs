using System.Buffers.Binary;

namespace CellSeg.Imaging;

/// <summary>
/// TIFF files whose pixels are numbers into a table of colours. A label image that ImageJ showed in colours is saved
/// so: the numbers are the ids, but libvips gives the colours.
/// </summary>
internal static class PaletteTiff
{
    private const ushort PhotometricTag = 262, Palette = 3;

    private const byte BlackIsZero = 1, Zero = 0;

    private const int EntryLength = 12;

    /// <summary>The content of a file whose pages all are grey, with the numbers of the table for intensities.</summary>
    /// <returns>Null for a file that is no TIFF or has no table of colours, and for the rare TIFF beyond 4 GB.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[]? ReadAsGrey(string path)
    {
        using var stream = File.OpenRead(path);
        var values = FindPhotometricValues(stream);
        if (values.Count == 0)
            return null;
        byte[] content = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(content);
        foreach (long at in values)
            (content[at], content[at + 1]) = content[0] == 'I' ? (BlackIsZero, Zero) : (Zero, BlackIsZero);
        return content;
    }

    /// <summary>Where the pages say that they have a table of colours.</summary>
    private static List<long> FindPhotometricValues(FileStream stream)
    {
        Span<byte> header = stackalloc byte[8];
        if (!TryRead(stream, 0, header))
            return [];
        bool isLittleEndian = header.StartsWith("II*\0"u8);
        if (!isLittleEndian && !header.StartsWith("MM\0*"u8))
            return [];
        ushort ToUInt16(ReadOnlySpan<byte> bytes) => isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        uint ToUInt32(ReadOnlySpan<byte> bytes) => isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

        List<long> found = [];
        var visited = new HashSet<uint> { 0 };
        Span<byte> count = stackalloc byte[2], entry = stackalloc byte[EntryLength];
        for (uint directory = ToUInt32(header[4..]); visited.Add(directory) && TryRead(stream, directory, count);)
        {
            long at = directory + 2L;
            for (int i = ToUInt16(count); i > 0 && TryRead(stream, at, entry); i--, at += EntryLength)
            {
                if (ToUInt16(entry) == PhotometricTag && ToUInt16(entry[8..]) == Palette)
                    found.Add(at + 8);
            }
            directory = TryRead(stream, at, entry[..4]) ? ToUInt32(entry) : 0;
        }
        return found;
    }

    private static bool TryRead(FileStream stream, long position, Span<byte> bytes)
    {
        stream.Position = position;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
