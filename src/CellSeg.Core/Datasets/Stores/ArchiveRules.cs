using System.IO.Compression;

namespace CellSeg.Datasets.Stores;

/// <summary>What an entry of an archive may be, whose name and sizes anybody can have written.</summary>
internal static class ArchiveRules
{
    // Deflate packs zeros a thousandfold, and labels are mostly zeros: only what is large as well is suspicious.
    private const long LargeLength = 1L << 28;
    private const int SuspiciousRatio = 500;

    /// <summary>Looks at an entry of a zip archive.</summary>
    /// <param name="archive">The archive, for messages.</param>
    /// <param name="entry">The entry, of which only the header is read.</param>
    /// <returns>Why it is not read; null where nothing speaks against it.</returns>
    public static CellSegException? Find(string archive, ZipArchiveEntry entry)
        => FindName(archive, entry.FullName) ?? (entry.Length > Array.MaxLength
            ? TooLong(archive, entry.FullName, entry.Length, entry.CompressedLength)
            : FindLength(archive, entry.FullName, entry.Length, entry.CompressedLength));

    /// <summary>Looks at the name of an entry.</summary>
    /// <param name="archive">The archive, for messages.</param>
    /// <param name="name">The name, with folders.</param>
    /// <returns>Why it is not read; null where it stays below the folder that it would be unpacked to.</returns>
    public static CellSegException? FindName(string archive, string name)
    {
        string[] parts = name.Split('/', '\\');
        return parts[0].Length == 0 || parts[0].EndsWith(':') || parts.Contains("..")
            ? new CellSegException(
                $"{archive}/{name}", "the name of this entry leads out of the archive", "Make the archive anew, of files with names of their own")
            : null;
    }

    /// <summary>Looks at what an entry says that it unpacks to.</summary>
    /// <param name="archive">The archive, for messages.</param>
    /// <param name="name">The name, with folders.</param>
    /// <param name="length">Bytes that it says to have.</param>
    /// <param name="compressed">Bytes of the archive that it is made from.</param>
    /// <returns>Why it is not read; null where images may well be packed so far.</returns>
    public static CellSegException? FindLength(string archive, string name, long length, long compressed)
        => length > LargeLength && length / Math.Max(compressed, 1) > SuspiciousRatio ? TooLong(archive, name, length, compressed) : null;

    private static CellSegException TooLong(string archive, string name, long length, long compressed) => new(
        $"{archive}/{name}",
        FormattableString.Invariant($"this entry of {compressed} bytes says that it unpacks to {length}, which no image does"),
        "Unpack the archive by yourself where you trust it, and give the folder");
}
