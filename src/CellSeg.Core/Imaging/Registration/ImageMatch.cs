namespace CellSeg.Imaging.Registration;

/// <summary>What a phase correlation says of an image beside its reference.</summary>
/// <param name="Shift">How far the image has to be moved to lie on the reference.</param>
/// <param name="Correlation">How much alike the two are then: 1 where one is the other and has only moved, 0 where one is blank.</param>
/// <param name="Significance">
/// How many times as high the peak is as the standard deviation of what chance makes of frequencies without anything in common: up to 10 of
/// different scenes and of noise, whatever their size, and mostly more where one scene has moved.
/// </param>
public readonly record struct ImageMatch(ImageShift Shift, double Correlation, double Significance)
{
    private const double LeastSignificance = 10;
    private const double SureCorrelation = 0.85;

    /// <summary>
    /// Whether one scene has moved: the significance is at least 10, which small or smooth images never reach, or the correlation at least
    /// 0.85, which only smaller images than 64 pixels a side reach by chance.
    /// </summary>
    public bool IsTrusted => Significance >= LeastSignificance || Correlation >= SureCorrelation;
}
