using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>A folder of images, without its sub-folders, and the label files that belong to it.</summary>
/// <param name="Name">What stands before the names of its movies; empty for nothing.</param>
/// <param name="Path">The folder, for messages.</param>
/// <param name="Images">The image files, at least one, in ordinal order.</param>
internal sealed record ImageFolder(string Name, string Path, IReadOnlyList<StoredFile> Images)
{
    /// <summary>The label files, in ordinal order.</summary>
    public IReadOnlyList<StoredFile> Labels { get; init; } = [];

    /// <summary>Where the label files are, for people; null for in the folder itself.</summary>
    public string? LabelPlace { get; init; }

    /// <summary>Whether each image of the folder may be several files, NAME_0000, NAME_0001, …, one a channel, as nnU-Net has them.</summary>
    public bool HasChannelFiles { get; init; }

    /// <summary>Whether a file beside the images has Cellpose's pickled masks of the image of some name.</summary>
    public required Func<string, bool> HasPickledMasks { get; init; }
}
