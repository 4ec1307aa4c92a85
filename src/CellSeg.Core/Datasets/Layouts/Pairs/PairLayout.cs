using CellSeg.Datasets.Layouts.Pairs.Finding;
using CellSeg.Datasets.Stores;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs;

/// <summary>Image files and label files of folders or archives, which belong together by their names.</summary>
internal abstract class PairLayout : DatasetLayout
{
    // So many places of label files are named when a layout says what it has seen.
    private const int MostPlaces = 3;

    /// <inheritdoc/>
    public sealed override string? Recognise(DatasetPlace place, DatasetImportOptions options)
        => Search(place, options) is { } found && IsRecognised(found, options) ? Describe(found, options) : null;

    /// <inheritdoc/>
    public sealed override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        if (Search(place, options) is not { Folders.Count: > 0 } found)
            throw NothingHere(place, "Give the folder or zip archive that holds the images");
        var problems = new List<CellSegException>(found.Problems);
        var movies = new List<FoundMovie>();
        bool isLabelled = found.HasLabels || !MayLackLabels;
        foreach (var (folder, pairs) in found.Folders)
        {
            problems.AddRange(pairs.Problems);
            movies.AddRange(pairs.Movies.Where(movie => movie.HasLabels || !isLabelled));
            if (isLabelled)
                problems.AddRange(DescribeMissing(folder, pairs));
        }
        var doubles = movies.GroupBy(movie => movie.Name).Where(group => group.Count() > 1).ToList();
        problems.AddRange(doubles.Select(group => new CellSegException(
            group.ElementAt(1).Path, $"it would have the same name in the data set, {group.Key}, as {group.First().Path}", "Rename one of the two")));
        var wanted = movies.ExceptBy(doubles.Select(group => group.Key), movie => movie.Name).OrderBy(movie => movie.Name, StringComparer.Ordinal);
        return new LayoutContent([.. wanted.Select(movie => new MovieEntry(movie.Name, movie.Path, movie.Open))])
        {
            Problems = problems,
            Warnings = [.. FindWarnings(place, options, found, isLabelled)],
        };
    }

    /// <summary>Whether images of which none has labels are movies all the same.</summary>
    protected abstract bool MayLackLabels { get; }

    /// <summary>How label files are called.</summary>
    protected abstract LabelNames GetNames(DatasetImportOptions options);

    /// <summary>Whether a file counts, by its name.</summary>
    protected abstract bool IsWanted(string file);

    /// <summary>Whether what was found is of this layout.</summary>
    protected abstract bool IsRecognised(FoundPairs found, DatasetImportOptions options);

    private FoundPairs? Search(DatasetPlace place, DatasetImportOptions options)
    {
        if (place.Files is not { } store)
            return null;
        IFileStore? labelStore = null;
        if (options.LabelPath is { } labelPath)
        {
            labelStore = DatasetPlace.Open(labelPath).Files
                ?? throw new CellSegException(labelPath, $"it is one file, and the images are those of {place.Path}", "Give the folder of the label images");
        }
        var names = GetNames(options);
        var finder = new ImageFolderFinder(store, labelStore, names, IsWanted);
        var folders = finder.Find().Select(folder => (folder, new FolderPairs(folder, options, names, place.Name))).ToList();
        return new FoundPairs(folders, finder.Problems, names);
    }

    private static IEnumerable<CellSegException> DescribeMissing(ImageFolder folder, FolderPairs pairs)
    {
        var missing = pairs.Movies.Where(movie => !movie.HasLabels).ToList();
        // A folder of which nobody has annotated anything is one thing to tell, not a hundred.
        return folder.Labels.Count == 0 && missing.Count > 1 && !missing.Exists(movie => folder.HasPickledMasks(ImageFiles.GetBaseName(movie.Path)))
            ? [new CellSegException(folder.Path, $"there are no label files for its {missing.Count} images", "Add them, or leave the folder out")]
            : missing.Select(pairs.DescribeMissing);
    }

    private static IEnumerable<string> FindWarnings(DatasetPlace place, DatasetImportOptions options, FoundPairs found, bool isLabelled)
    {
        if (!isLabelled)
        {
            yield return $"{place.Path}: no label files were found, so that its movies have no truth: they can be segmented, and not be trained "
                + "on or judged by. Labels are found by the endings of their names (-Suffix names further ones), in a folder labels or masks, or by "
                + "-LabelPath.";
        }
        foreach (var (file, frames) in found.Folders.SelectMany(folder => folder.Pairs.PartlyTaken))
        {
            if (CountFrames(file, options) is { } count && count > frames.Count)
                yield return $"{file.FullName}: {frames.Count} of its {count} frames have an image, the others are left out.";
        }
    }

    private static int? CountFrames(StoredFile file, DatasetImportOptions options)
    {
        try
        {
            return CellMovie.OpenLabels(file.GetSource(), options.Labels).FrameCount;
        }
        catch (CellSegException)
        {
            // Whoever reads its frames is told why.
            return null;
        }
    }

    private static string Describe(FoundPairs found, DatasetImportOptions options)
    {
        string images = options.FilesAreFrames
            ? $"{found.ImageCount} image files, the frames of {found.MovieCount} movies, {found.PairCount} of them"
            : $"{found.MovieCount} images, {found.PairCount} of them";
        string[] places = [.. found.Folders.Where(pair => pair.Folder.Labels.Count > 0).Select(pair => pair.Folder.LabelPlace is { } place
            ? $"in {place}" : $"beside them that end in {string.Join(" or ", found.FindEndings(pair.Folder))}").Distinct()];
        string where = places.Length == 0 ? "" : $": {string.Join(", ", places.Take(MostPlaces))}{(places.Length > MostPlaces ? ", …" : "")}";
        return $"{images} with label files{where}";
    }
}
