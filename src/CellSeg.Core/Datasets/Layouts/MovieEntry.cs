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
    /// <summary>What <see cref="Open"/> finds odd about the movie, each with the name of its file.</summary>
    public IList<string> Warnings { get; } = [];
}
