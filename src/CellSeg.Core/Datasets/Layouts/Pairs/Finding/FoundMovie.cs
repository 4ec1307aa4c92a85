namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>A movie that was found by the names of its files.</summary>
/// <param name="Name">Its name in the data set.</param>
/// <param name="Path">The file or folder of its images.</param>
/// <param name="HasLabels">Whether label files belong to it.</param>
/// <param name="Open">Opens it.</param>
internal sealed record FoundMovie(string Name, string Path, bool HasLabels, Func<CellMovie> Open);
