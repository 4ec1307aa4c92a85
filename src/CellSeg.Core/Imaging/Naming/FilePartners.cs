namespace CellSeg.Imaging.Naming;

/// <summary>
/// Files that wait for their partners, and who was found. Names are compared whole and without suffix; where neither is
/// there, a single image meets the movie whose frame it is by its name (<see cref="FrameName"/>), and a movie the single
/// images of its frames.
/// </summary>
/// <param name="names">How label images are called.</param>
public sealed class FilePartners(LabelNames names)
{
    private readonly NameTable _byName = new(), _byKey = new();
    private readonly Dictionary<string, SortedList<int, string>> _frames = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _files = [];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, SortedSet<int>> _takenFrames = [];

    /// <summary>Whether one file was asked for by its own name, which then need not be that of its partner.</summary>
    public bool IsSingleFile { get; init; }

    /// <summary>Those that nobody has asked for.</summary>
    public IEnumerable<string> Untaken => _files.Distinct().Where(file => !_taken.Contains(file) && !_takenFrames.ContainsKey(file));

    /// <summary>Movies of which only frames were asked for, and these frames, from 0.</summary>
    public IEnumerable<(string File, IReadOnlySet<int> Frames)> PartlyTaken
        => _takenFrames.Where(pair => !_taken.Contains(pair.Key)).Select(pair => (pair.Key, (IReadOnlySet<int>)pair.Value));

    /// <summary>Puts a file up.</summary>
    /// <exception cref="CellSegException">Another file of the same name less suffix is there already.</exception>
    public void Add(string file)
    {
        string key = names.GetKey(file);
        if (_byKey.Add(key, file) is { } other)
            throw new CellSegException(file, $"it belongs to the same image '{key}' as {other}", "Keep one of the two");
        _byName.Add(ImageFiles.GetBaseName(file), file);
        _files.Add(file);
        if (FrameName.Parse(key) is not { } frame)
            return;
        if (!_frames.TryGetValue(frame.Movie, out var frames))
            _frames[frame.Movie] = frames = [];
        frames.TryAdd(frame.Frame, file);
    }

    /// <summary>Finds the partner of a file.</summary>
    /// <param name="path">A file, or the bare name of an image.</param>
    /// <returns>Null when there is none.</returns>
    public FilePartner? Take(string path)
    {
        string key = names.GetKey(path);
        if ((Find(ImageFiles.GetBaseName(path)) ?? Find(key)) is { } file)
        {
            _taken.Add(file);
            return new FilePartner(file);
        }
        if (FrameName.Parse(key) is { } frame && Find(frame.Movie) is { } movie)
        {
            if (!_takenFrames.TryGetValue(movie, out var taken))
                _takenFrames[movie] = taken = [];
            taken.Add(frame.Frame);
            return new FilePartner(movie) { Frame = frame.Frame };
        }
        if (!_frames.TryGetValue(key, out var frames))
            return null;
        _taken.UnionWith(frames.Values);
        return new FilePartner(frames.Values[0]) { FrameFiles = frames };
    }

    /// <summary>The only file that was put up: by its name as far as this says something, else all of it.</summary>
    /// <param name="path">What it belongs to.</param>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    public FilePartner TakeOnly(string path)
    {
        string only = _files.Single();
        var partner = Take(path) ?? new FilePartner(only);
        _taken.Add(only);
        return partner with { IsOnly = true };
    }

    private string? Find(string name) => _byName.Find(name) ?? _byKey.Find(name);
}
