namespace CellSeg.Imaging.Naming;

/// <summary>
/// What the files are that a folder, a wildcard or a list brings, by their names. What operating systems leave behind is none of
/// it, nor what a batch writes about itself.
/// </summary>
public sealed class FileListing
{
    private readonly List<string> _images = [], _labels = [], _results = [], _others = [], _folders = [];
    private readonly LabelNames _names;
    private readonly bool _areFiles;

    /// <summary>Tells files apart.</summary>
    /// <param name="paths">Files and folders, in the order in which they are to be used.</param>
    /// <param name="names">How label images are called.</param>
    /// <param name="areFiles">Whether all are known to be files, such as those of an archive, so that the disk need not be asked.</param>
    public FileListing(IEnumerable<string> paths, LabelNames names, bool areFiles = false)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (_names, _areFiles) = (names, areFiles);
        foreach (string path in paths.Where(path => !ImageFiles.IsJunk(path) && !ImageFiles.IsBatchFile(path)))
            Choose(path).Add(path);
        if (_labels.Exists(names.IsOther))
            _labels.RemoveAll(label => !names.IsOther(label));
    }

    /// <summary>Images that are neither label images nor pictures of the library.</summary>
    public IReadOnlyList<string> Images => _images;

    /// <summary>Label images by their names; where one has a suffix of the user's, those that have one.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>What may be label images: those that are by their names or, where no name says so, all images.</summary>
    public IReadOnlyList<string> LabelsOrImages => _labels.Count > 0 ? _labels : _images;

    /// <summary>
    /// What are label images where nothing but label images is meant to be: those that are by their names, and all others but
    /// images that have one of them. Where a label image has a suffix of the user's, only those that have one.
    /// </summary>
    public IReadOnlyList<string> FindLabels()
    {
        if (_labels.Exists(_names.IsOther))
            return _labels;
        var labelled = _labels.Select(_names.GetKey).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _images.Where(image => !labelled.Contains(ImageFiles.GetBaseName(image))), .. _labels];
    }

    /// <summary>What comes of a segmentation by its name: label images, and the pictures and tables of the library.</summary>
    public IEnumerable<string> Results => _labels.Concat(_results);

    /// <summary>Files that are no images.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>Folders, which are not looked into.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Lists a folder by name, without what is in its sub-folders.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">How label images are called.</param>
    /// <exception cref="CellSegException">The folder cannot be read.</exception>
    public static FileListing OfFolder(string folder, LabelNames names)
    {
        try
        {
            return new FileListing(Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal), names);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(folder, $"the folder cannot be read ({e.Message.TrimEnd('.')})", "Check the path and its permissions", e);
        }
    }

    /// <summary>Those results whose own image, or the movie of whose frame they are, is in the list, too.</summary>
    public IReadOnlyList<string> FindResultsOfImages()
    {
        var images = _images.Select(ImageFiles.GetBaseName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _labels.Where(label =>
        {
            string image = _names.GetKey(label);
            return images.Contains(image) || (FrameName.Parse(image) is { } frame && images.Contains(frame.Movie));
        })];
    }

    private List<string> Choose(string path)
        => !_areFiles && Directory.Exists(path) ? _folders
            : ImageFiles.IsResult(path) ? _results
            : !ImageFiles.HasImageExtension(path) ? _others
            : _names.IsLabelImage(path) ? _labels
            : _images;
}
