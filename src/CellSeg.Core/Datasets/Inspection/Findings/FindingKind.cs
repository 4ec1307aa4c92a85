namespace CellSeg.Datasets.Inspection.Findings;

/// <summary>What a check of a data set has found. Scripts may depend on the names.</summary>
public enum FindingKind
{
    /// <summary>Counts and cell sizes of the whole set: there is always exactly one.</summary>
    Summary,

    /// <summary>The image or the labels of a frame cannot be read.</summary>
    Unreadable,

    /// <summary>A label image has another size than its image.</summary>
    SizeMismatch,

    /// <summary>A movie has no label images.</summary>
    NotAnnotated,

    /// <summary>The label image of a frame has no cells.</summary>
    NoCells,

    /// <summary>A label image looks like a grey image.</summary>
    GreyLabels,

    /// <summary>A label image looks like a mask: one number, or few, for all cells.</summary>
    MaskLabels,

    /// <summary>A label covers a large part of its frame.</summary>
    HugeLabel,

    /// <summary>A label has so few pixels that it is hardly a cell.</summary>
    Speck,

    /// <summary>A label lies in several pieces.</summary>
    SeveralPieces,

    /// <summary>A cell is far larger than the others of its frame.</summary>
    LargeCell,

    /// <summary>The cells of a frame are far larger or smaller than those of the set.</summary>
    UnusualSize,

    /// <summary>All values of an image are equal.</summary>
    ConstantImage,

    /// <summary>Some values of an image are NaN or infinite.</summary>
    NotFinite,

    /// <summary>Many pixels of an image have its largest value.</summary>
    Saturated,

    /// <summary>An image has few different values, as one that is almost black.</summary>
    FewLevels,

    /// <summary>Cells are dark where a model expects bright ones: in a frame, unlike in most of the set, or in most of the set.</summary>
    Inverted,

    /// <summary>A movie has frames of different sizes.</summary>
    FrameSizesDiffer,

    /// <summary>Images of the set have different sizes.</summary>
    SizesDiffer,

    /// <summary>Images of the set have different numbers of channels.</summary>
    ChannelsDiffer,

    /// <summary>Images of the set have different types of numbers.</summary>
    TypesDiffer,

    /// <summary>Two movies have the same name.</summary>
    SameName,

    /// <summary>An image is there twice in one part of the data.</summary>
    Duplicate,

    /// <summary>An image of one part of a split is also in another part.</summary>
    Leak,

    /// <summary>A track names a cell that is not there.</summary>
    TrackWithoutCell,

    /// <summary>A cell of a tracked movie has no track.</summary>
    CellWithoutTrack,
}
