namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>From where on the checks of a data set say something.</summary>
public sealed record DatasetInspectionOptions
{
    /// <summary>Pixels that a cell must have not to be a speck, at least 1. Default 10.</summary>
    public int MinimumArea { get; init; } = 10;

    /// <summary>The share of its frame that a label may cover, above 0 and up to 1. Default 0.5.</summary>
    public double MaximumCover { get; init; } = 0.5;

    /// <summary>
    /// How many times as large as the median of its frame a cell may be, and how far the median of a frame may be from that of
    /// the set, above 1. Default 10. It is asked of frames with at least five cells, and of sets with at least five such frames.
    /// </summary>
    public double MaximumSizeRatio { get; init; } = 10;

    /// <summary>The share of pixels that may have the largest value of their image, 0 to 1. Default 0.01.</summary>
    public double MaximumSaturation { get; init; } = 0.01;

    /// <summary>Different values that an image must have not to be nearly empty, at least 2. Default 16.</summary>
    public int MinimumLevels { get; init; } = 16;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(MinimumArea, 1);
        Require.That(MaximumCover is > 0 and <= 1, MaximumCover, "above 0 and up to 1");
        Require.Above(MaximumSizeRatio, 1.0);
        Require.Between(MaximumSaturation, 0.0, 1.0);
        Require.AtLeast(MinimumLevels, 2);
    }
}
