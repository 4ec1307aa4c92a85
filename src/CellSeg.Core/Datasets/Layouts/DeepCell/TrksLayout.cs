using CellSeg.Datasets.Layouts.DeepCell.Lineages;

namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>
/// DeepCell's tracked movies: an archive of tar with the images <c>raw.npy</c>, the labels <c>tracked.npy</c> and the lineage of
/// the cells, of one movie (<c>.trk</c>) or several (<c>.trks</c>).
/// </summary>
internal sealed class TrksLayout : DatasetLayout
{
    /// <summary>The extension of several movies.</summary>
    public const string Extension = ".trks";

    /// <summary>The extension of one movie.</summary>
    public const string SingleExtension = ".trk";

    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.Trks;

    /// <inheritdoc/>
    public override string Shape => "NAME.trks or NAME.trk with raw.npy, tracked.npy and lineages.json";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes => [nameof(DatasetImportOptions.LabelChannel)];

    /// <inheritdoc/>
    public override string? Recognise(DatasetPlace place, DatasetImportOptions options)
        => place.Extension is Extension or SingleExtension ? "tracked movies of DeepCell" : null;

    /// <inheritdoc/>
    public override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        if (place.IsFolder)
            throw NothingHere(place, $"Give a file that ends in {Extension} or {SingleExtension}");
        var archive = TrksArchive.Open(place.Path, cancellationToken);
        var axes = ArrayAxes.Find(archive.Images, isOneMovie: true);
        var warnings = new List<string>(archive.Warnings);
        IReadOnlyList<Lineage> lineages = [];
        if (archive.Lineages is { } file)
            lineages = Lineage.ReadAll(file.Content, file.Name);
        else
            warnings.Add($"{place.Path}: there is no lineages.json or lineage.json, so that nothing is known of the cells through time.");
        if (lineages.Count > 0 && lineages.Count != axes.Movies)
        {
            throw new CellSegException(
                archive.Lineages!.Value.Name,
                $"it has lineages of {lineages.Count} movies, and {archive.Images.Name} has {axes.Movies}",
                "Save one lineage a movie");
        }
        var content = new ArrayMovies(place, archive.Images, axes, archive.Labels, options) { Lineages = lineages }.Find(cancellationToken);
        return content with { Problems = [.. archive.Problems, .. content.Problems], Warnings = [.. warnings, .. content.Warnings] };
    }
}
