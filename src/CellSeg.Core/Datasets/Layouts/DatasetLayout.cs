namespace CellSeg.Datasets.Layouts;

/// <summary>One way in which data sets lie in files: whether some files are that, and which movies they hold.</summary>
/// <remarks>
/// A layout finds movies and says how each is opened. It is <see cref="Formats.DatasetReader"/> that opens them, reads every frame once to
/// see that it can be used, and does what is the same for all layouts: lists of names, ranges of frames, pixel sizes and
/// scaling. What a layout itself has to heed are the channels, the slice and the options of <see cref="Takes"/>.
/// </remarks>
internal abstract class DatasetLayout
{
    /// <summary>Its name among the formats.</summary>
    public abstract DatasetFormat Format { get; }

    /// <summary>What such data look like, for people: <c>ID/images/ID.png with ID/masks/*.png</c>.</summary>
    public abstract string Shape { get; }

    /// <summary>Which options of <see cref="DatasetImportOptions"/>, beyond those that all layouts take, have a meaning here.</summary>
    public virtual IReadOnlyCollection<string> Takes => [];

    /// <summary>Looks whether there is something of this layout, by names alone or by the first bytes of a file.</summary>
    /// <param name="place">The folder, archive or file.</param>
    /// <param name="options">What else the user said.</param>
    /// <returns>What was seen, for people, such as <c>12 images with label files that end in _masks</c>; null for nothing.</returns>
    public abstract string? Recognise(DatasetPlace place, DatasetImportOptions options);

    /// <summary>Finds the movies, in a fixed order, without reading their pixels.</summary>
    /// <param name="place">The folder, archive or file.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="CellSegException">Nothing of this layout is there.</exception>
    public abstract LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken);

    /// <summary>The error of a place where nothing of this layout is.</summary>
    /// <param name="place">The folder, archive or file.</param>
    /// <param name="remedy">What to give instead.</param>
    protected CellSegException NothingHere(DatasetPlace place, string remedy)
        => new(place.Path, $"there is nothing in the layout {Format} ({Shape})", remedy);
}
