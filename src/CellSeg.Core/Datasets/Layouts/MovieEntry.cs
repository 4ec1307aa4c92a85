namespace CellSeg.Datasets.Layouts;

/// <summary>A movie that a layout has found and nobody has opened yet.</summary>
/// <param name="Name">Its name, unique in the data set.</param>
/// <param name="Path">The file or folder that it comes from.</param>
/// <param name="Open">
/// Opens it, with the chosen channels and slice; safe to call beside the others of the data set. Every frame is read once
/// afterwards: its image first, then its labels.
/// </param>
internal sealed record MovieEntry(string Name, string Path, Func<CellMovie> Open)
{
    /// <summary>Tells what is odd about the movie, each in words with the name of its file; asked for once every frame was read.</summary>
    public Func<IEnumerable<string>> FindWarnings { get; init; } = () => [];
}
