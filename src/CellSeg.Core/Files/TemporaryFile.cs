using Microsoft.Win32.SafeHandles;

namespace CellSeg.Files;

/// <summary>Files without a name that others see, for what is larger than memory: they go with their last handle, even where the process is killed.</summary>
internal static class TemporaryFile
{
    private static string TemporaryVariable => OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    /// <summary>Makes an empty file that is open for reading and writing.</summary>
    /// <param name="folder">The folder on whose disk it lies, which must exist; the system's folder for temporary files when null.</param>
    /// <param name="length">Bytes that it is going to have, as far as known.</param>
    /// <param name="target">What it is made for, for messages.</param>
    /// <returns>The file, which disappears when this is disposed of or collected.</returns>
    /// <exception cref="CellSegException">There is not enough room, or no file can be made there.</exception>
    public static SafeFileHandle Create(string? folder, long length, string target)
    {
        string remedy = folder is not null ? "Make room there" : $"Make room there, or name another folder in the variable {TemporaryVariable}";
        folder ??= Path.GetTempPath();
        if (FindFreeSpace(folder) is { } free && free < length)
        {
            throw new CellSegException(
                target,
                FormattableString.Invariant($"it needs {length / 1e6:F0} MB of temporary space in {folder}, where {free / 1e6:F0} MB are free"),
                remedy);
        }
        try
        {
            string path = AtomicFile.NameTemporary(Path.Combine(Path.GetFullPath(folder), "file.tmp"));
            var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
            // Windows deletes it with the process. Elsewhere a file without a name is there for those who have it open, and nobody else.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                target, $"no temporary file can be made in {folder} ({e.Message.TrimEnd('.')})", "Check that the folder is there and can be written to", e);
        }
    }

    private static long? FindFreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Folders of a network have no drive on Windows: there the writing finds out.
            return null;
        }
    }
}
