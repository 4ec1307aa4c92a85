namespace CellSeg.Datasets.Layouts;

/// <summary>What a layout found.</summary>
/// <param name="Movies">The movies, in a fixed order.</param>
internal sealed record LayoutContent(IReadOnlyList<MovieEntry> Movies)
{
    /// <summary>What is there and cannot be used: an image without labels, two label files for one image.</summary>
    public IReadOnlyList<CellSegException> Problems { get; init; } = [];

    /// <summary>What can be used but is odd, each with the name of its file.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
