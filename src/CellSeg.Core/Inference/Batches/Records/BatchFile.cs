using System.IO.Hashing;

namespace CellSeg.Inference.Batches.Records;

/// <summary>A file that an image was segmented to.</summary>
/// <param name="Path">Its name below the folder of the batch, with '/' between folders.</param>
/// <param name="Length">Its bytes; null where it is only going to be written.</param>
/// <param name="Checksum">The XXH128 of its bytes in hexadecimal digits, which tells damage and changes, not forgery.</param>
public sealed record BatchFile(string Path, long? Length = null, string? Checksum = null)
{
    /// <summary>The name of a file below the folder of a batch, as records have it on every system.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The full name of a file in it.</param>
    public static string GetName(string folder, string path) => System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/');

    /// <summary>Looks at a file.</summary>
    /// <param name="folder">The folder of the batch.</param>
    /// <param name="path">The full name of the file.</param>
    /// <param name="flush">Whether its bytes are to be on the disk before this returns, where a power cut cannot lose them.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BatchFile Read(string folder, string path, bool flush = false)
    {
        using var file = new FileStream(path, FileMode.Open, flush ? FileAccess.ReadWrite : FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (flush)
            file.Flush(flushToDisk: true);
        var hash = new XxHash128();
        hash.Append(file);
        return new BatchFile(GetName(folder, path), file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether the file is there as it was recorded.</summary>
    /// <param name="folder">The folder of the batch.</param>
    /// <param name="path">The full name of the file.</param>
    public bool IsWhole(string folder, string path)
    {
        try
        {
            // Most of what is not whole is missing or cut off, which its length tells at once.
            return new FileInfo(path) is { Exists: true } file && file.Length == Length && Read(folder, path) == this;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
