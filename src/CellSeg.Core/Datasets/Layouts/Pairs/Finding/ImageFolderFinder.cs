using CellSeg.Datasets.Stores;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>
/// Finds the folders of images below a place, and which label files belong to each: those of the same sub-folder of a label folder
/// that the user names, those of a folder of a known name (<see cref="KnownFolder"/>), or those beside the images that have a
/// suffix.
/// </summary>
internal sealed class ImageFolderFinder
{
    private readonly LabelNames _names;
    private readonly StoredFolders _files;
    private readonly StoredFolders? _given;
    private readonly ILookup<(string Parent, string Below), string> _known;
    private readonly string? _wrapper;
    private readonly List<CellSegException> _problems = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>Looks at the files of a place.</summary>
    /// <param name="store">The folder or archive of the images.</param>
    /// <param name="labelStore">That of the labels, where the user names one; null for the same.</param>
    /// <param name="names">How label files are called.</param>
    /// <param name="isWanted">Whether a file counts, by its name.</param>
    public ImageFolderFinder(IFileStore store, IFileStore? labelStore, LabelNames names, Func<string, bool> isWanted)
    {
        _names = names;
        bool isSame = labelStore is null || labelStore.Root == store.Root;
        // Where one folder lies below the other, its files are its own alone.
        _files = new StoredFolders(store, file => isWanted(file) && (isSame || !Lies(labelStore!, store) || !IsBelow(store.GetFullName(file), labelStore!)));
        _given = isSame ? null : new StoredFolders(
            labelStore!, file => isWanted(file) && (!Lies(store, labelStore!) || !IsBelow(labelStore!.GetFullName(file), store)));
        var folders = _files.Names.Where(folder => _given is null && FindImages(folder).Any());
        _known = folders.Select(folder => (Folder: folder, Known: KnownFolder.Parse(folder))).Where(pair => pair.Known is { IsLabels: true })
            .ToLookup(pair => (pair.Known!.Parent, pair.Known.Rest), pair => pair.Folder);
        _wrapper = store is ZipFileStore ? Path.GetFileNameWithoutExtension(store.Root) : null;

        static bool Lies(IFileStore inner, IFileStore outer) => IsBelow(inner.Root, outer);
        static bool IsBelow(string path, IFileStore store) => path.Replace('\\', '/').StartsWith(store.Root.Replace('\\', '/') + "/", StringComparison.Ordinal);
    }

    /// <summary>Folders whose labels cannot be told.</summary>
    public IReadOnlyList<CellSegException> Problems => _problems;

    /// <summary>The folders of images, in ordinal order.</summary>
    public IReadOnlyList<ImageFolder> Find()
    {
        var labelFolders = _known.SelectMany(group => group).ToHashSet();
        var found = _files.Names.Where(folder => !labelFolders.Contains(folder)).Select(Open).OfType<ImageFolder>().ToList();
        foreach (string folder in labelFolders.Except(_taken).Order(StringComparer.Ordinal))
        {
            // Whatever the folder is called, images with labels beside them are just that.
            if (Open(folder) is { Labels.Count: > 0 } own)
                found.Add(own);
            else
                _problems.Add(WithoutImages(_files.Store, folder));
        }
        AddUntakenGiven(found);
        return [.. found.OrderBy(folder => folder.Name, StringComparer.Ordinal)];
    }

    private ImageFolder? Open(string folder)
    {
        var known = KnownFolder.Parse(folder) is { IsLabels: false } part ? part : null;
        var listing = List(_files[folder]);
        var labels = FindLabelFolders(folder, known);
        var images = labels.Count == 0 && _given is null
            ? listing.Images
            : [.. listing.Images.Concat(listing.Labels.Except(listing.FindResultsOfImages())).Order(StringComparer.Ordinal)];
        if (images.Count == 0)
            return null;
        string path = folder.Length == 0 ? _files.Store.Root : _files.Store.GetFullName(folder);
        if (labels.Count > 1)
        {
            _problems.Add(new CellSegException(
                path, $"label files are in {string.Join(" and in ", labels)}, which both may belong to its images",
                "Give the folder that is meant by -LabelPath"));
            return null;
        }
        var pickled = _files[folder].Select(file => file.Name[(file.Name.LastIndexOf('/') + 1)..]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var files = _given ?? _files;
        return new ImageFolder(NameMovies(known is null ? folder : StoredFolders.Combine(known.Parent, known.Rest)), path, Choose(_files[folder], images))
        {
            HasChannelFiles = known is { Ending.Length: > 0 },
            HasPickledMasks = name => pickled.Contains(name + CellposeFiles.PickleEnding),
            Labels = labels is [var one] ? FindLabels(files[one]) : _given is null ? Choose(_files[folder], listing.Labels) : [],
            LabelPlace = labels is [var place] ? Describe(place) : _given?.Store.Root,
        };
    }

    /// <summary>The folders whose label files may belong to the images of a folder.</summary>
    private List<string> FindLabelFolders(string folder, KnownFolder? known)
    {
        List<string> found;
        if (_given is { } given)
        {
            string[] names = known is null ? [folder] : [folder, StoredFolders.Combine(known.Parent, known.Rest), known.Rest];
            found = [.. names.Where(name => given[name].Count > 0).Take(1)];
        }
        else if (known is not null && _known[(known.Parent, known.Rest)].Where(HasEnding).ToList() is { Count: > 0 } beside)
            found = beside;
        else
        {
            string[] parts = folder.Length == 0 ? [] : folder.Split('/');
            var places = Enumerable.Range(0, parts.Length + 1).Select(i => (string.Join('/', parts[..i]), string.Join('/', parts[i..])));
            found = [.. places.SelectMany(place => _known[place]).Where(HasEnding)];
        }
        _taken.UnionWith(found);
        return found;

        bool HasEnding(string labels) => KnownFolder.Parse(labels)!.Ending == (known?.Ending ?? "");
    }

    private void AddUntakenGiven(List<ImageFolder> found)
    {
        if (_given is not { } given || found.Count == 0)
            return;
        foreach (string folder in given.Names.Except(_taken).Where(folder => FindLabels(given[folder]).Count > 0))
            _problems.Add(WithoutImages(given.Store, folder));
    }

    // The folder of its own name that an archive was packed in is no part of the data.
    private string NameMovies(string folder)
        => folder == _wrapper ? ""
            : _wrapper is not null && folder.StartsWith(_wrapper + "/", StringComparison.Ordinal) ? folder[(_wrapper.Length + 1)..]
            : folder;

    private static CellSegException WithoutImages(IFileStore store, string folder)
        => new(store.GetFullName(folder), "no images belong to the label files in it", "Add their images, or leave the folder out");

    private string Describe(string labels) => _given is null ? KnownFolder.Parse(labels)!.Top : _given.Store.GetFullName(labels);

    private IEnumerable<string> FindImages(string folder) => _files[folder].Select(file => file.Name).Where(ImageFiles.HasImageExtension);

    private IReadOnlyList<StoredFile> FindLabels(IReadOnlyList<StoredFile> files) => Choose(files, List(files).FindLabels());

    private FileListing List(IEnumerable<StoredFile> files) => new(files.Select(file => file.FullName), _names, areFiles: true);

    private static StoredFile[] Choose(IEnumerable<StoredFile> files, IEnumerable<string> fullNames)
    {
        var wanted = fullNames.ToHashSet();
        return [.. files.Where(file => wanted.Contains(file.FullName))];
    }
}
