using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>What was found below a place by the names of files.</summary>
/// <param name="Folders">The folders with images.</param>
/// <param name="Problems">Folders whose labels cannot be told.</param>
/// <param name="Names">How label files are called.</param>
internal sealed record FoundPairs(
    IReadOnlyList<(ImageFolder Folder, FolderPairs Pairs)> Folders, IReadOnlyList<CellSegException> Problems, LabelNames Names)
{
    /// <summary>Image files.</summary>
    public int ImageCount => Folders.Sum(pair => pair.Folder.Images.Count);

    /// <summary>Movies, or single images.</summary>
    public int MovieCount => Folders.Sum(pair => pair.Pairs.Movies.Count);

    /// <summary>Movies that have labels.</summary>
    public int PairCount => Folders.Sum(pair => pair.Pairs.Movies.Count(movie => movie.HasLabels));

    /// <summary>Whether there are label files at all, whosever they are.</summary>
    public bool HasLabels => Folders.Any(pair => pair.Folder.Labels.Count > 0);

    /// <summary>Whether some image has pickled masks of Cellpose beside it.</summary>
    public bool HasPickledMasks
        => Folders.Any(pair => pair.Folder.Images.Any(image => pair.Folder.HasPickledMasks(ImageFiles.GetBaseName(image.Name))));

    /// <summary>What the names of the label files of a folder end with.</summary>
    public IEnumerable<string> FindEndings(ImageFolder folder) => folder.Labels
        .Select(label => ImageFiles.GetBaseName(label.Name)).Select(name => name[Math.Min(Names.GetKey(name).Length, name.Length)..]).Distinct();
}
