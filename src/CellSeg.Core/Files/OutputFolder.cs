namespace CellSeg.Files;

/// <summary>
/// The folder that the results of a batch are written to: no result takes the place of that of another input of the
/// same name, nor of a file from before, unless that is allowed; and none leaves the folder. Several threads may use it at once.
/// </summary>
public sealed class OutputFolder
{
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly bool _overwrite;

    // Result to the input that it was written for. Windows and macOS take names that differ in case for the same file.
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    // By their very names: of two that differ in case, one may be another's.
    private readonly HashSet<string> _replaceable = [];

    /// <summary>Names the folder, which is made with the first result.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="overwrite">Whether files from before may be replaced.</param>
    public OutputFolder(string folder, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _overwrite) = (folder, overwrite);
    }

    /// <summary>The full name of a result.</summary>
    /// <param name="fileName">Its name in the folder; '/' in it stands between sub-folders, which are made with the result.</param>
    public string GetPath(string fileName) => Path.Combine(_folder, fileName);

    /// <summary>Allows results to take the place of files from before, which are known to be older results of the same input.</summary>
    /// <param name="paths">Their full names.</param>
    public void AllowReplacing(IEnumerable<string> paths)
    {
        lock (_gate)
            _replaceable.UnionWith(paths);
    }

    /// <summary>Says that results of an input are there already, so that no other input gets their names.</summary>
    /// <param name="input">The input that they are made of, for messages.</param>
    /// <param name="paths">Their full names.</param>
    public void Reserve(string input, IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        lock (_gate)
        {
            foreach (string path in paths)
                _written.TryAdd(path, input);
        }
    }

    /// <summary>Looks whether results may be written, before the work of making them.</summary>
    /// <param name="input">The input that they are made of, for messages.</param>
    /// <param name="paths">Their full names.</param>
    /// <exception cref="OutputConflictException">One of them would take the place of another file.</exception>
    /// <exception cref="CellSegException">The name of one is none that a file can have.</exception>
    public void Check(string input, IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
            Check(input, path);
    }

    /// <summary>Writes the results of an input, all of them or none.</summary>
    /// <param name="input">The input that they are made of, for messages.</param>
    /// <param name="results">The full name of each, and what writes it to the name that it is given.</param>
    /// <exception cref="OutputConflictException">One of them would take the place of another file.</exception>
    /// <exception cref="CellSegException">One cannot be written; every file is as it was before.</exception>
    public void Write(string input, IReadOnlyList<(string Path, Action<string> Write)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        Check(input, results.Select(result => result.Path));
        var files = new FileSet();
        foreach (var (path, write) in results)
            files.Add(path, write);
        files.Write();
        Reserve(input, results.Select(result => result.Path));
    }

    private void Check(string input, string path)
    {
        FileNameRules.Check(input, _folder, path);
        lock (_gate)
        {
            if (_written.TryGetValue(path, out string? other))
            {
                throw new OutputConflictException(
                    input,
                    $"its result would replace that of {other}, which has the same name",
                    "Rename one of the two, or write them to different folders",
                    isDuplicate: true);
            }
            if (!_overwrite && !_replaceable.Contains(path) && File.Exists(path))
            {
                throw new OutputConflictException(
                    input, $"its result {path} exists already", "Use -Force to replace results, or another destination", isDuplicate: false);
            }
        }
    }
}
