namespace CellSeg.Imaging.Selection;

/// <summary>What of an image file is meant.</summary>
public sealed record ImageSelection
{
    /// <summary>All channels, and no slice chosen: a file with depth is refused.</summary>
    public static ImageSelection Everything { get; } = new();

    /// <summary>The channels, in the order in which they are wanted; none in particular when empty: all.</summary>
    public IReadOnlyList<ChannelSelector> Channels { get; init; } = [];

    /// <summary>What is taken of a stack in depth; null refuses one.</summary>
    public SliceSelector? Slice { get; init; }
}
