namespace CellSeg.Files;

/// <summary>
/// Writes files so that a reader, or a crash, never meets half of one: to a temporary name in the same folder first,
/// then moved into place.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file through a callback.</summary>
    /// <param name="path">Where the file shall be. An existing one is replaced; missing folders are made.</param>
    /// <param name="write">Writes the file of the name it is given, which ends with the same extension.</param>
    /// <exception cref="CellSegException">The folder cannot be written to.</exception>
    public static void Write(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        // The extension stays last, because image writers choose the format by it.
        string temporary = Path.Combine(folder, $".{Path.GetFileNameWithoutExtension(full)}.{Guid.NewGuid():N}{Path.GetExtension(full)}");
        try
        {
            Directory.CreateDirectory(folder);
            write(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(full, $"the file cannot be written ({e.Message.TrimEnd('.')})", "Check that the folder can be written to and that the disk is not full", e);
        }
        finally
        {
            // A folder that was never there has nothing to delete, and the attempt would hide the reason.
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
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
            if (!Guid.TryParseExact(Path.GetExtension(Path.GetFileNameWithoutExtension(file)).TrimStart('.'), "N", out _))
                continue;
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It only takes up room; what matters is written under another name.
            }
        }
    }
}
