namespace CellSeg.Imaging;

/// <summary>How intensities are brought to a common scale before a network sees them.</summary>
public enum ImageNormalization
{
    /// <summary>Each channel's 1st percentile becomes 0 and its 99.8th becomes 1; nothing is cut off.</summary>
    Percentile,

    /// <summary>Each channel has mean 0 and standard deviation 1 over the whole image (the thesis; docs/method.md, 1.1).</summary>
    WholeImage,

    /// <summary>Intensities as they are.</summary>
    None,
}
