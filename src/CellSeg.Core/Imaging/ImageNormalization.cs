namespace CellSeg.Imaging;

/// <summary>How intensities are brought to a common scale before a network sees them.</summary>
public enum ImageNormalization
{
    /// <summary>A low percentile of each channel, by default the 1st, becomes 0 and a high one, by default the 99.8th, becomes 1; nothing is cut off.</summary>
    Percentile,

    /// <summary>Each channel has mean 0 and standard deviation 1 over the whole image (the thesis; docs/method.md, 1.1).</summary>
    WholeImage,

    /// <summary>Intensities as they are.</summary>
    None,
}
