namespace CellSeg.Files;

/// <summary>
/// Writes files so that a reader, or a crash, never meets half of one: to a temporary name in the same folder first,
/// then moved into place. <see cref="FileSet"/> does so with several files that belong together.
/// </summary>
public static class AtomicFile
{
    // What is kept of a file's own name in that of its temporary file.
    private const int LongestName = 32;

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
    public static void RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, ".*"))
        {
            // .NAME.GUID.EXTENSION
            if (Guid.TryParseExact(Path.GetExtension(Path.GetFileNameWithoutExtension(file)).TrimStart('.'), "N", out _))
                TryDelete(file);
        }
    }

    /// <summary>A name that no other file has, hidden, in the folder and with the extension of a file.</summary>
    /// <param name="fullPath">The full name of the file.</param>
    internal static string NameTemporary(string fullPath)
    {
        string name = Path.GetFileNameWithoutExtension(fullPath);
        // No longer than file systems take, also when what is written to a temporary name takes one itself.
        if (name.Length > LongestName)
            name = name[..LongestName];
        // The extension stays last, because image writers choose the format by it.
        return Path.Combine(Path.GetDirectoryName(fullPath)!, $".{name}.{Guid.NewGuid():N}{Path.GetExtension(fullPath)}");
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
}
