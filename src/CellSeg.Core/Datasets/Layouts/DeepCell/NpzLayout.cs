namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>
/// DeepCell's archives of NumPy: <c>X</c> has images (images, rows, columns, channels) or movies (movies, frames, rows, columns,
/// channels), <c>y</c> their labels with one channel, or several of which one is chosen. Frames are read when they are asked for.
/// </summary>
internal sealed class NpzLayout : DatasetLayout
{
    /// <summary>The extension of such files.</summary>
    public const string Extension = ".npz";

    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.Npz;

    /// <inheritdoc/>
    public override string Shape => "NAME.npz with the arrays X and y";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes => [nameof(DatasetImportOptions.LabelChannel)];

    /// <inheritdoc/>
    public override string? Recognise(DatasetPlace place, DatasetImportOptions options) => place.Extension == Extension ? "an archive of NumPy" : null;

    /// <inheritdoc/>
    public override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        if (place.IsFolder)
            throw NothingHere(place, $"Give a file that ends in {Extension}");
        var archive = NpzArchive.Open(place.Path, cancellationToken);
        var axes = ArrayAxes.Find(archive.Images, isOneMovie: false);
        var content = new ArrayMovies(place, archive.Images, axes, archive.Labels, options).Find(cancellationToken);
        return content with { Problems = [.. archive.Problems, .. content.Problems], Warnings = [.. archive.Warnings, .. content.Warnings] };
    }
}
