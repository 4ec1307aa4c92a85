using CellSeg.Imaging.Selection;

namespace CellSeg.Datasets.Formats;

/// <summary>How a data set is read.</summary>
public sealed record DatasetImportOptions
{
    /// <summary>A text file with the names of the movies to read, one a line; null reads all.</summary>
    public string? IncludeListPath { get; init; }

    /// <summary>The channels to read, in this order; all when empty.</summary>
    public IReadOnlyList<ChannelSelector> Channel { get; init; } = [];

    /// <summary>Whether cells are dark on bright ground, see <see cref="CellMovie.HasDarkCells"/>. Default: they are bright.</summary>
    public bool Invert { get; init; }

    /// <summary>Micrometres a pixel, where known.</summary>
    public double? PixelSize { get; init; }

    /// <summary>What to call the data set; null takes the name of its file or folder.</summary>
    public string? Name { get; init; }
}
