using System.Text;

namespace CellSeg.Files;

/// <summary>What the file systems in use take for the name of a file, so that one that they do not is told before it is made.</summary>
internal static class FileNameRules
{
    // Bytes of UTF-8 on Linux and macOS, units of UTF-16 on Windows.
    private const int LongestName = 255;

    /// <summary>Looks at the name of a result, without its folder.</summary>
    /// <param name="input">What the result is made of, for messages.</param>
    /// <param name="path">The full name of the result.</param>
    /// <exception cref="CellSegException">It is too long, or has a character that names cannot have.</exception>
    public static void Check(string input, string path)
    {
        string name = Path.GetFileName(path);
        if (name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new CellSegException(input, $"its result '{name}' has a character that names of files cannot have here", "Rename the image");
        var (length, unit) = OperatingSystem.IsWindows() ? (name.Length, "characters") : (Encoding.UTF8.GetByteCount(name), "bytes");
        if (length > LongestName)
        {
            throw new CellSegException(
                input, $"the name of its result, {name}, has {length} {unit}, and names of files have at most {LongestName}", "Give the image a shorter name");
        }
    }
}
