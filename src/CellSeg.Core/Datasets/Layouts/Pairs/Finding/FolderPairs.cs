using CellSeg.Datasets.Layouts.Joining;
using CellSeg.Datasets.Stores;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>The images of a folder and their label files, paired by name: each image is a movie, or each is a frame of one.</summary>
internal sealed class FolderPairs
{
    private readonly ImageFolder _folder;
    private readonly DatasetImportOptions _options;
    private readonly FilePartners _partners;
    private readonly Dictionary<string, StoredFile> _labels;
    private readonly HashSet<string> _doubtful = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CellSegException> _problems = [];

    /// <summary>Pairs the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Whether files are frames, and which channels and slice to open.</param>
    /// <param name="names">How label files are called.</param>
    /// <param name="rootName">What a movie of the files of the root is called.</param>
    public FolderPairs(ImageFolder folder, DatasetImportOptions options, LabelNames names, string rootName)
    {
        (_folder, _options, _partners) = (folder, options, new FilePartners(names));
        _labels = folder.Labels.ToDictionary(file => file.FullName);
        foreach (string label in _labels.Keys)
        {
            try
            {
                _partners.Add(label);
            }
            catch (CellSegException e)
            {
                _problems.Add(e);
                _doubtful.Add(names.GetKey(label));
            }
        }
        Movies = options.FilesAreFrames ? FindFrames(folder.Name.Length > 0 ? folder.Name : rootName) : FindMovies(names);
    }

    /// <summary>The movies that can be opened, with labels or without any.</summary>
    public IReadOnlyList<FoundMovie> Movies { get; }

    /// <summary>What has no partner, or more than one.</summary>
    public IReadOnlyList<CellSegException> Problems => _problems;

    /// <summary>Movies of labels of which only some frames have an image, each with these frames.</summary>
    public IEnumerable<(StoredFile File, IReadOnlySet<int> Frames)> PartlyTaken => _partners.PartlyTaken.Select(pair => (_labels[pair.File], pair.Frames));

    private string LabelPlace => _folder.LabelPlace is { } place ? $"in {place}" : "beside it";

    private List<FoundMovie> FindMovies(LabelNames names)
    {
        var movies = new List<FoundMovie>();
        foreach (var group in ImageItem.FindIn(_folder).GroupBy(item => item.Name))
        {
            ImageItem[] items = [.. group];
            var partner = _partners.Take(items[0].PartnerName);
            if (items.Length > 1)
            {
                _problems.Add(new CellSegException(
                    items[1].Path, $"it has the same name as {items[0].Path}", "Keep one of the two, or give them different names"));
            }
            else if (partner is null || !_doubtful.Contains(names.GetKey(partner.Path)))
                movies.Add(new FoundMovie(StoredFolders.Combine(_folder.Name, group.Key), items[0].Path, partner is not null, () => Open(items[0], partner)));
        }
        foreach (string label in _partners.Untaken)
            _problems.Add(new CellSegException(label, "there is no image for this label file", "Add its image, or leave the label file out"));
        return movies;
    }

    private CellMovie Open(ImageItem item, FilePartner? partner)
    {
        var images = item.Open(_options);
        var labels = partner is null ? null : PartnerMovie.Open(partner, images, label => OpenLabels(_labels[label]));
        return LabelledMovie.Create(StoredFolders.Combine(_folder.Name, item.Name), images, labels);
    }

    private List<FoundMovie> FindFrames(string name)
    {
        StoredFile[] images = [.. _folder.Images.OrderBy(file => file.Name, NaturalOrder.Comparer)];
        if (FindLabelFrames(images) is not { } labels)
            return [];
        return [new FoundMovie(name, _folder.Path, labels.Length > 0, () => LabelledMovie.Create(
            name,
            FileSequence.Open(name, _folder.Path, images, file => CellMovie.Open(file.GetSource(), _options.Images)),
            labels.Length == 0 ? null : FileSequence.Open(name, labels[0].FullName, labels, OpenLabels)))];
    }

    /// <summary>The label file of each frame: those of the same names or, where no name says anything, as many in the same order.</summary>
    /// <returns>None where there are no label files; null, with a problem, where it cannot be told which belongs to which.</returns>
    private StoredFile[]? FindLabelFrames(StoredFile[] images)
    {
        if (_folder.Labels.Count == 0)
            return [];
        var partners = images.Select(image => _partners.Take(image.FullName)).ToList();
        string[] files = [.. partners.OfType<FilePartner>().Where(partner => partner is { Frame: null, FrameFiles: null }).Select(partner => partner.Path)];
        if (_problems.Count == 0 && files.Distinct().Count() == images.Length && !_partners.Untaken.Any())
            return [.. files.Select(file => _labels[file])];
        if (_problems.Count == 0 && files.Length == 0 && images.Length == _folder.Labels.Count)
            return [.. _folder.Labels.OrderBy(file => file.Name, NaturalOrder.Comparer)];
        string?[] lonely =
            [.. images.Where((_, i) => partners[i] is null).Select(image => image.FullName).Concat(_partners.Untaken).Select(Path.GetFileName)];
        _problems.Add(new CellSegException(
            _folder.Path,
            $"its {images.Length} images and {_folder.Labels.Count} label files {LabelPlace} are to be the frames of one movie, and "
            + $"{lonely.Length} have no partner of the same name: {string.Join(", ", lonely.Take(3))}{(lonely.Length > 3 ? ", …" : "")}",
            "Give each image a label file of its name, or as many label files in the same order"));
        return null;
    }

    private CellMovie OpenLabels(StoredFile file) => CellMovie.OpenLabels(file.GetSource(), _options.Labels);

    /// <summary>The error of a movie without labels, where others have some.</summary>
    /// <param name="movie">One of <see cref="Movies"/>.</param>
    public CellSegException DescribeMissing(FoundMovie movie)
        => _folder.HasPickledMasks(ImageFiles.GetBaseName(movie.Path))
            ? new CellSegException(movie.Path, CellposeFiles.PickleReason, CellposeFiles.PickleRemedy)
            : new CellSegException(
                movie.Path, $"there is no label file for it {LabelPlace}", "Add it, or leave the image out; -Suffix names further endings of label files");
}
