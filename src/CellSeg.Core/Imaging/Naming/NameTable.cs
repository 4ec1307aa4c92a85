namespace CellSeg.Imaging.Naming;

/// <summary>
/// Files by names. Windows and macOS take names that differ in case for the same file, other systems for two: the very name
/// is looked for first, then one in other letters where there is only one.
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, List<(string Name, string File)>> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a file.</summary>
    /// <returns>Another file that has the very name; null, and the file is added, where there is none.</returns>
    public string? Add(string name, string file)
    {
        if (!_files.TryGetValue(name, out var found))
            _files[name] = found = [];
        if (found.Find(entry => entry.Name == name).File is { } other)
            return other == file ? null : other;
        found.Add((name, file));
        return null;
    }

    /// <summary>Finds a file.</summary>
    /// <returns>Null where there is none, or where several differ from the name and from each other in case only.</returns>
    public string? Find(string name)
        => !_files.TryGetValue(name, out var found) ? null
            : found.Count == 1 ? found[0].File
            : found.Find(entry => entry.Name == name).File;
}
