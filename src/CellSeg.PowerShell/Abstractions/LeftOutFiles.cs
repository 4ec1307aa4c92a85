using CellSeg.Imaging.Naming;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>What folders, wildcards and the pipe have brought to a call and is no input of it, for one warning a kind.</summary>
internal sealed class LeftOutFiles
{
    private const int LongestList = 3;

    private readonly List<string> _results = [], _others = [], _folders = [];

    /// <summary>Takes what is no image. Sub-folders of a folder are no surprise and need no warning.</summary>
    /// <param name="listing">Files that were brought.</param>
    /// <param name="isFolder">Whether it was a folder that brought them.</param>
    public void Add(FileListing listing, bool isFolder)
    {
        _others.AddRange(listing.Others);
        if (!isFolder)
            _folders.AddRange(listing.Folders);
    }

    /// <summary>Takes what comes of segmentations.</summary>
    public void AddResults(IEnumerable<string> results) => _results.AddRange(results);

    /// <summary>The warnings of what has come since the last ones.</summary>
    public IEnumerable<string> TakeWarnings()
    {
        if (_results.Count > 0)
            yield return Describe(_results, "results of segmentations, by their names, which are not segmented. Name one alone by -Path if it is an image");
        if (_others.Count > 0)
            yield return Describe(_others, "what is no image by its name. Name it exactly if it is one");
        if (_folders.Count > 0)
            yield return Describe(_folders, "folders that a wildcard or the pipe brought. Name them exactly if their images are wanted");
    }

    /// <summary>Tells of a list, which then is empty.</summary>
    private static string Describe(List<string> paths, string text)
    {
        string names = string.Join(", ", paths.Take(LongestList).Select(Path.GetFileName)) + (paths.Count > LongestList ? ", …" : "");
        int count = paths.Count;
        paths.Clear();
        return $"{count} left out ({names}): {text}.";
    }
}
