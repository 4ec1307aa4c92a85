namespace CellSeg.Loader;

/// <summary>The paths at which a native library may lie, from the short name that an import gives it.</summary>
public static class NativePaths
{
    /// <summary>Lists the files to try: every folder in turn, and in it the spellings of the platform.</summary>
    /// <param name="name">The name in the import, such as <c>LibTorchSharp</c> or <c>libvips.so.42</c>.</param>
    /// <param name="folders">The folders, the most wanted one first.</param>
    public static IEnumerable<string> Candidates(string name, IEnumerable<string> folders)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(folders);
        return
            from folder in folders
            from spelling in Spellings(name)
            select Path.Combine(folder, spelling);
    }

    private static IEnumerable<string> Spellings(string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        // An import may give the whole file name, with or without a version behind it (libvips.so.42).
        if (name.Contains(extension, StringComparison.OrdinalIgnoreCase))
            yield return name;
        yield return name + extension;
        if (!OperatingSystem.IsWindows())
            yield return "lib" + name + extension;
    }
}
