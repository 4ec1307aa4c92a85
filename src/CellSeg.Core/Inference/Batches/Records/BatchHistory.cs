using CellSeg.Files;
using CellSeg.Imaging.Naming;

namespace CellSeg.Inference.Batches.Records;

/// <summary>All that the records in a folder say, those of the parts of a batch together with that of the whole, in the order of time.</summary>
internal sealed class BatchHistory
{
    /// <summary>What the names of records end with.</summary>
    public const string Extension = ".jsonl";

    private readonly string _folder;
    private readonly BatchEntry[] _entries;
    private readonly ILookup<(string, string, int?), int> _byPath, _byRelativePath;

    private BatchHistory(string folder, IEnumerable<BatchEntry> entries, int unreadable)
    {
        (_folder, UnreadableLines) = (folder, unreadable);
        _entries = [.. entries.OrderBy(entry => entry.Time)];
        _byPath = Enumerable.Range(0, _entries.Length).ToLookup(i => Key(_entries[i].Input, _entries[i].Input.Path));
        _byRelativePath = Enumerable.Range(0, _entries.Length).Where(i => _entries[i].Input.RelativePath is not null)
            .ToLookup(i => Key(_entries[i].Input, _entries[i].Input.RelativePath!));
    }

    /// <summary>Lines that cannot be read.</summary>
    public int UnreadableLines { get; }

    /// <summary>Whether there are images that were begun and not ended, because a process was.</summary>
    public bool HasUnfinished => Last.Any(entry => entry.State == BatchState.Started);

    /// <summary>Whether there are records of parts, which have not been joined yet.</summary>
    public bool HasParts => FindParts().Length > 0;

    private string WholePath => Path.Combine(_folder, ImageFiles.BatchPrefix + Extension);

    /// <summary>What was begun and not ended, even where it was done again since.</summary>
    private IEnumerable<BatchEntry> Abandoned => _byPath.SelectMany(indices =>
    {
        BatchEntry[] said = [.. indices.Order().Select(i => _entries[i])];
        return said.Where((entry, i) => entry.State == BatchState.Started && (i == said.Length - 1 || said[i + 1].State == BatchState.Started));
    });

    /// <summary>What was said last of each image.</summary>
    private IEnumerable<BatchEntry> Last => _byPath.Select(indices => _entries[indices.Max()]);

    /// <summary>Reads the records in a folder.</summary>
    /// <param name="folder">It need not exist.</param>
    /// <exception cref="CellSegException">One cannot be read.</exception>
    public static BatchHistory Read(string folder)
    {
        var entries = new List<BatchEntry>();
        int unreadable = 0;
        foreach (string path in FindFiles(folder))
        {
            entries.AddRange(BatchJournal.Read(path, out int lines));
            unreadable += lines;
        }
        return new BatchHistory(folder, entries, unreadable);
    }

    /// <summary>Makes one record of those of the parts, which nobody is writing.</summary>
    /// <exception cref="CellSegException">It cannot be written, or one cannot be read.</exception>
    public void Merge()
    {
        string[] parts = FindParts();
        if (parts.Length == 0)
            return;
        AtomicFile.Write(WholePath, path => File.WriteAllBytes(path, [.. _entries.SelectMany(entry => entry.ToLine())]));
        foreach (string part in parts)
            Delete(part);
    }

    /// <summary>Everything that was said of an input, of which only the file counts, not where it is mounted.</summary>
    public IEnumerable<BatchEntry> Find(BatchInput input)
        => _byPath[Key(input, input.Path)]
            .Concat(input.RelativePath is { } relative ? _byRelativePath[Key(input, relative)].Where(i => _entries[i].Input.HasSameContent(input)) : [])
            .Distinct().Order().Select(i => _entries[i]);

    /// <summary>
    /// What was said last of each image that is still the one that its file had last: in the natural order of their names, then by
    /// frame.
    /// </summary>
    public IEnumerable<BatchEntry> FindLatest()
        => Last.Where(entry => entry.State != BatchState.Started).GroupBy(entry => (entry.Input.Path, entry.Input.Name)).SelectMany(movie =>
        {
            // What could not be opened before has frames now, or the other way round.
            var newest = movie.MaxBy(entry => entry.Time)!.Input;
            return movie.Where(entry => newest.Frame.HasValue == entry.Input.Frame.HasValue
                && (newest.Length, newest.LastWriteTime) == (entry.Input.Length, entry.Input.LastWriteTime));
        })
        .OrderBy(entry => entry.Input.Path, NaturalOrder.Comparer).ThenBy(entry => entry.Input.Name, NaturalOrder.Comparer)
        .ThenBy(entry => entry.Input.Frame);

    /// <summary>The folders that files of images were going to appear in when a process was ended. None lies outside of that of the batch.</summary>
    public IEnumerable<string> FindAbandonedFolders()
        => Abandoned.SelectMany(entry => entry.Outputs)
            .Select(output => Path.GetDirectoryName(Path.GetFullPath(output.Path, Path.GetFullPath(_folder)))!)
            .Where(folder => Path.GetRelativePath(_folder, folder) is var name && !Path.IsPathRooted(name) && name.Split('/', '\\')[0] != "..")
            .Distinct();

    /// <summary>The extensions of files that images were going to get.</summary>
    public IEnumerable<string> FindAbandonedExtensions()
        => Abandoned.SelectMany(entry => entry.Outputs).Select(output => Path.GetExtension(output.Path)).Distinct();

    private string[] FindParts() => [.. FindFiles(_folder).Where(path => path != WholePath)];

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatchRecordException(path, e);
        }
    }

    private static string[] FindFiles(string folder)
        => Directory.Exists(folder) ? Directory.GetFiles(folder, ImageFiles.BatchPrefix + "*" + Extension) : [];

    private static (string, string, int?) Key(BatchInput input, string path) => (path, input.Name, input.Frame);
}
