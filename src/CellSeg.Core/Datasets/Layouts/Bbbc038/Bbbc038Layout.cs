using CellSeg.Datasets.Stores;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Bbbc038;

/// <summary>
/// The layout of BBBC038, the 2018 Data Science Bowl: <c>ID/images/ID.png</c> and <c>ID/masks/*.png</c>, one mask
/// file a nucleus, at any depth of a folder or a zip archive. Files that are no images by their names, as operating
/// systems leave them, are not looked at.
/// </summary>
internal sealed class Bbbc038Layout : DatasetLayout
{
    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.Bbbc038;

    /// <inheritdoc/>
    public override string Shape => "ID/images/ID.png with ID/masks/*.png";

    /// <inheritdoc/>
    public override string? Recognise(DatasetPlace place, DatasetImportOptions options)
    {
        var found = place.Files is { } store ? FindFolders(store) : [];
        int whole = found.Count(folder => folder.IsWhole);
        return whole == 0 ? null : FormattableString.Invariant($"{whole} folders that each have an image in images/ and masks in masks/");
    }

    /// <inheritdoc/>
    public override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        var found = place.Files is { } store ? FindFolders(store) : [];
        if (!found.Any(folder => folder.Images.Count > 0))
            throw NothingHere(place, "Give the folder that holds the ID folders, or the zip archive of it");
        return new LayoutContent([.. found.Select(folder => new MovieEntry(folder.Id, folder.Path, () => folder.Open(options.Channel)))]);
    }

    private static IReadOnlyCollection<NucleusFolder> FindFolders(IFileStore store)
    {
        var folders = new SortedDictionary<string, NucleusFolder>(StringComparer.Ordinal);
        foreach (string file in store.Files)
        {
            string[] parts = file.Split('/');
            if (parts.Length < 3 || parts[^2] is not ("images" or "masks") || ImageFiles.IsJunk(file) || !ImageFiles.HasImageExtension(file))
                continue;
            string name = string.Join('/', parts[..^2]);
            if (!folders.TryGetValue(name, out var folder))
                folders[name] = folder = new NucleusFolder(store, name);
            (parts[^2] == "images" ? folder.Images : folder.Masks).Add(file);
        }
        return folders.Values;
    }
}
