using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Datasets.Formats;

/// <summary>
/// The layout of BBBC038, the 2018 Data Science Bowl: <c>ID/images/ID.png</c> and <c>ID/masks/*.png</c>, one mask
/// file a nucleus, at any depth of a folder or a zip archive. Where masks overlap, the first in order of file name
/// keeps the pixel. Files that are no images by their names, as operating systems leave them, are not looked at.
/// </summary>
public static class Bbbc038Format
{
    /// <summary>Reads, and so checks, every image and mask once. The labels are kept, and images are read again when they are asked for.</summary>
    /// <param name="store">The folder or archive.</param>
    /// <param name="options">What to read.</param>
    /// <param name="progress">Told of each image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The intact images, ordered by name, and one problem for each other one.</returns>
    /// <exception cref="CellSegException">Nothing of this layout is there.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DatasetImportResult Import(
        IFileStore store, DatasetImportOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var entries = FindEntries(store);
        if (entries.Count == 0)
        {
            throw new CellSegException(
                store.Root,
                "there is nothing in the layout of BBBC038 (ID/images/ID.png with ID/masks/*.png)",
                "Give the folder that holds the ID folders, or the zip archive of it");
        }
        var problems = new List<CellSegException>();
        if (options.IncludeListPath is { } listPath)
            entries = Include(entries, listPath, problems);

        var found = new CellSegException?[entries.Count];
        var movies = new CellMovie?[entries.Count];
        var warnings = new string[]?[entries.Count];
        int done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, entries.Count, parallel, i =>
        {
            try
            {
                (movies[i], warnings[i]) = Check(store, entries[i], options);
            }
            catch (CellSegException e)
            {
                found[i] = e;
            }
            progress?.Report(new WorkProgress(Interlocked.Increment(ref done), entries.Count, entries[i].Id));
        });
        problems.AddRange(found.OfType<CellSegException>());
        string name = options.Name ?? Path.GetFileNameWithoutExtension(store.Root);
        return new DatasetImportResult(new CellDataset(name, store.Root, [.. movies.OfType<CellMovie>()], options.PixelSize), problems)
        {
            Warnings = [.. warnings.SelectMany(texts => texts ?? [])],
        };
    }

    private static List<Entry> FindEntries(IFileStore store)
    {
        var entries = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (string file in store.Files)
        {
            string[] parts = file.Split('/');
            if (parts.Length < 3 || parts[^2] is not ("images" or "masks") || ImageFiles.IsJunk(file) || !ImageFiles.HasImageExtension(file))
                continue;
            string folder = string.Join('/', parts[..^2]);
            if (!entries.TryGetValue(folder, out var entry))
                entries[folder] = entry = new Entry(parts[^3], folder, [], []);
            (parts[^2] == "images" ? entry.Images : entry.Masks).Add(file);
        }
        return entries.Values.Any(entry => entry.Images.Count > 0) ? [.. entries.Values] : [];
    }

    private static List<Entry> Include(List<Entry> entries, string listPath, List<CellSegException> problems)
    {
        HashSet<string> wanted;
        try
        {
            wanted = [.. File.ReadLines(listPath).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                listPath, $"the list of images cannot be read ({e.Message.TrimEnd('.')})", "Give a text file with one image id a line", e);
        }
        var included = entries.Where(entry => wanted.Remove(entry.Id)).ToList();
        problems.AddRange(wanted.Order(StringComparer.Ordinal).Select(id =>
            new CellSegException(listPath, $"the image {id} of this list is not in the data set", "Correct the list or complete the data set")));
        return included;
    }

    private static (CellMovie Movie, string[] Warnings) Check(IFileStore store, Entry entry, DatasetImportOptions options)
    {
        var channels = options.Channel;
        string folder = store.GetFullName(entry.Folder);
        if (entry.Images.Count != 1)
            throw new CellSegException(folder, $"there are {entry.Images.Count} images where one belongs", "Keep one image in the folder images");
        if (entry.Masks.Count == 0)
            throw new CellSegException(folder, "there are no masks", "Put one mask file a nucleus into the folder masks, or leave the image out");
        var image = ReadImage(store, entry, channels);
        var labels = ReadLabels(store, entry, image.Height, image.Width);
        int cells = labels.CountCells();
        // All that later readings hold on to: a closure over the image or its labels would keep their pixels, too.
        var kept = new CompactLabels(labels);
        string path = store.GetFullName(entry.Images[0]);
        var movie = new CellMovie(entry.Id, path, 1, _ => ReadImage(store, entry, channels), _ => kept.ToLabels(), cells)
        {
            HasDarkCells = options.Invert,
        };
        return (movie, [.. ImageWarning.Find(image, image).Select(warning => $"{path}: {warning.Text}")]);
    }

    private static CellImage ReadImage(IFileStore store, Entry entry, IReadOnlyList<ChannelSelector> channels)
    {
        string file = entry.Images[0], name = store.GetFullName(file);
        return ImageStack.ReadSingleFrame(store.ReadAllBytes(file), name).Select(channels, name);
    }

    private static LabelImage ReadLabels(IFileStore store, Entry entry, int height, int width)
    {
        var labels = new LabelImage(height, width);
        CellMask? mask = null;
        int id = 0;
        foreach (string file in entry.Masks)
        {
            string name = store.GetFullName(file);
            mask = CellMask.Read(store.ReadAllBytes(file), name, mask?.Pixels);
            if ((mask.Height, mask.Width) != (labels.Height, labels.Width))
            {
                throw new CellSegException(
                    name,
                    $"the mask is {mask.Height} x {mask.Width}, its image is {labels.Height} x {labels.Width}",
                    "Replace the mask by one of the image's size");
            }
            mask.Paint(labels, ++id);
        }
        return labels.Renumber();
    }

    private sealed record Entry(string Id, string Folder, List<string> Images, List<string> Masks);
}
