using System.Text;

namespace CellSeg.Files;

/// <summary>What the file systems in use take for the name of a file, so that one that they do not is told before it is made.</summary>
internal static class FileNameRules
{
    // Bytes of UTF-8 on Linux and macOS, units of UTF-16 on Windows.
    private const int LongestName = 255;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>
    /// Looks at the name of a result: that it is one, stays below its folder, and has no part that file systems do not take. Names
    /// come from data sets as well as from files, and anybody can have written these.
    /// </summary>
    /// <param name="input">What the result is made of, for messages.</param>
    /// <param name="folder">The full name of the folder that results are written to.</param>
    /// <param name="path">The full name of the result.</param>
    /// <exception cref="CellSegException">It leads out of the folder, is too long, or has a character that names cannot have.</exception>
    public static void Check(string input, string folder, string path)
    {
        // Nothing can be said of a path with this character, not even where it leads.
        if (path.Contains('\0', StringComparison.Ordinal))
            CheckPart(input, path);
        string name = Path.GetRelativePath(folder, path);
        if (Path.IsPathRooted(name) || name.Split(Separators) is [".." or ".", ..])
            throw new CellSegException(input, $"its result {path} would lie outside of {folder}", "Rename the image");
        // Above the folder, names are the user's own; below it, they are made of those of images and movies.
        foreach (string part in name.Split(Separators))
            CheckPart(input, part);
    }

    private static void CheckPart(string input, string name)
    {
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
