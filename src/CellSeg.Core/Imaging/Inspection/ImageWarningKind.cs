namespace CellSeg.Imaging.Inspection;

/// <summary>What may be odd about an image that can be used nevertheless.</summary>
public enum ImageWarningKind
{
    /// <summary>It has several channels that differ, and one grey value was made of them.</summary>
    ChannelsMixed,

    /// <summary>Some of its values are NaN or infinite.</summary>
    NotFinite,

    /// <summary>All its values are equal.</summary>
    Constant,

    /// <summary>Some of its cells are so large that they may lack a part.</summary>
    CellsCut,
}
