namespace CellSeg.Imaging;

/// <summary>Files that wait for their partners of the same name (<see cref="ImageFiles.GetKey"/>), and who was found.</summary>
public sealed class FilePartners
{
    // Windows and macOS take names that differ in case for the same file; two on Linux would be ambiguous to a person, too.
    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts a file up.</summary>
    /// <exception cref="CellSegException">Another file of the same name less suffix is there already.</exception>
    public void Add(string file)
    {
        string key = ImageFiles.GetKey(file);
        if (!_files.TryAdd(key, file) && _files[key] != file)
            throw new CellSegException(file, $"it belongs to the same image '{key}' as {_files[key]}", "Keep one of the two");
    }

    /// <summary>Whether one file was asked for by its own name, which then need not be that of its partner.</summary>
    public bool IsSingleFile { get; init; }

    /// <summary>Those that nobody has asked for.</summary>
    public IEnumerable<string> Untaken => _files.Where(pair => !_taken.Contains(pair.Key)).Select(pair => pair.Value);

    /// <summary>Finds the partner of a file.</summary>
    /// <param name="path">A file, or the bare name of an image.</param>
    /// <returns>Null when there is none.</returns>
    public string? Take(string path)
    {
        string key = ImageFiles.GetKey(path);
        _taken.Add(key);
        return _files.GetValueOrDefault(key);
    }

    /// <summary>The only file that was put up, whatever its name.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    public string TakeOnly()
    {
        var (key, file) = _files.Single();
        _taken.Add(key);
        return file;
    }
}
