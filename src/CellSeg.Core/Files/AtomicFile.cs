using System.Security.Cryptography;

namespace CellSeg.Files;

/// <summary>
/// Writes files so that a reader, or a crash, never meets half of one: to a temporary name in the same folder first,
/// then moved into place. <see cref="FileSet"/> does so with several files that belong together.
/// </summary>
public static class AtomicFile
{
    // Short, so that a name as long as the file system takes can also be written.
    private const string TemporaryPrefix = ".cellseg-";
    private const int RandomLength = 12;

    /// <summary>Writes a file through a callback.</summary>
    /// <param name="path">Where the file shall be. An existing one is replaced; missing folders are made.</param>
    /// <param name="write">Writes the file of the name it is given, which ends with the same extension.</param>
    /// <exception cref="CellSegException">The folder cannot be written to.</exception>
    public static void Write(string path, Action<string> write)
    {
        var file = new FileSet();
        file.Add(path, write);
        file.Write();
    }

    /// <summary>Deletes the temporary files that writers left in a folder when they were killed.</summary>
    /// <param name="folder">Nobody may be writing to it; it need not exist.</param>
    /// <param name="extensions">The extensions of the files that they would have become; null for all.</param>
    public static void RemoveLeftovers(string folder, IReadOnlySet<string>? extensions = null)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, TemporaryPrefix + "*").Where(IsTemporary))
        {
            if (extensions?.Contains(Path.GetExtension(file)) != false)
                TryDelete(file);
        }
    }

    /// <summary>A short name that no other file has, hidden, in the folder and with the extension of a file.</summary>
    /// <param name="fullPath">The full name of the file.</param>
    internal static string NameTemporary(string fullPath)
    {
        string random = RandomNumberGenerator.GetHexString(RandomLength, lowercase: true);
        // The extension stays last, because image writers choose the format by it.
        return Path.Combine(Path.GetDirectoryName(fullPath)!, TemporaryPrefix + random + Path.GetExtension(fullPath));
    }

    /// <summary>Deletes a temporary file where it is there. One that stays only takes up room, so that it is no error.</summary>
    internal static void TryDelete(string file)
    {
        try
        {
            // A folder that was never there has nothing to delete, and the attempt would throw.
            if (File.Exists(file))
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What matters is written under another name.
        }
    }

    private static bool IsTemporary(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return name.Length == TemporaryPrefix.Length + RandomLength && name.Skip(TemporaryPrefix.Length).All(char.IsAsciiHexDigitLower);
    }
}
