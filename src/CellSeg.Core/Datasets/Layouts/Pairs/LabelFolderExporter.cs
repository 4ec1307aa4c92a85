using CellSeg.Datasets.Layouts.Exporting;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Writing;

namespace CellSeg.Datasets.Layouts.Pairs;

/// <summary>
/// Writes <c>images/NAME.tif</c> and <c>labels/NAME.tif</c>, one file a movie, with the sub-folders that the names of movies have.
/// Channels, frames and the pixel size stand in the files.
/// </summary>
internal sealed class LabelFolderExporter : FolderExporter
{
    private const string Images = "images", Labels = "labels";

    /// <inheritdoc/>
    protected override bool IsOfLayout(string file) => file.Split('/')[0] is Images or Labels && ImageFiles.HasImageExtension(file);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> NameMovies(CellDataset dataset)
    {
        // Label files that differ in nothing but a known ending belong to the same image.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. dataset.Movies.Select(movie => IsReadable(movie.Name) && taken.Add(KeyOf(movie.Name)) ? movie.Name : "")];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Action<string> Write)> CreateFiles(CellMovie movie, string name, ExportNotes notes)
    {
        if (name.Length == 0)
        {
            throw new CellSegException(
                movie.Name, "its files would not be read again under this name, or be taken for those of another movie",
                "Export it by itself, or rename its source");
        }
        NoteCommonLosses(movie, notes);
        notes.Add(
            movie, "which cell came from which is left out: CellTrackingChallenge and Trks keep it", movie.Tracks.Any(track => track.Parent is not null));
        string folder = name[..Math.Max(name.LastIndexOf('/'), 0)];
        notes.Add(movie, "the kind is left out, which sub-folders of names say here", HasKinds && movie.Kind is not null && movie.Kind != folder);
        List<(string, Action<string>)> files =
            [($"{Images}/{name}.tif", file => StackWriter.WriteImages(file, movie.FrameCount, movie.ReadImage, movie.PixelSize))];
        if (movie.HasLabels)
            files.Add(($"{Labels}/{name}.tif", file => StackWriter.WriteLabels(file, movie.FrameCount, movie.ReadLabels, movie.PixelSize)));
        return files;
    }

    private static bool IsReadable(string name)
    {
        string[] parts = name.Split('/');
        return !Array.Exists(parts, part => part.Length == 0 || part.Contains('\\', StringComparison.Ordinal) || ImageFiles.IsJunk(part))
            && ImageFiles.GetBaseName(parts[^1] + ".tif") == parts[^1];
    }

    private static string KeyOf(string name) => name[..(name.LastIndexOf('/') + 1)] + LabelNames.Known.GetKey(name + ".tif");
}
