namespace CellSeg.Imaging.Regions;

/// <summary>The intensities of one cell in one channel, over its finite values; NaN without any.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Std">Their standard deviation, of the population: divided by their number.</param>
internal readonly record struct ChannelIntensity(double Mean, double Min, double Max, double Std)
{
    /// <summary>That of no value.</summary>
    public static ChannelIntensity None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);
}
