using CellSeg.Numerics;

namespace CellSeg.Imaging.Intensities;

/// <summary>A low percentile becomes 0 and a high one 1. It takes one pass over whole numbers of 16 bits, else two.</summary>
/// <param name="low">What becomes 0, 0 to 100.</param>
/// <param name="high">What becomes 1, above the low one and up to 100.</param>
internal sealed class PercentileMeasure(double low, double high) : IntensityMeasure
{
    private readonly PercentileFinder _finder = new(low, high, 100);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> values) => _finder.Add(values);

    /// <inheritdoc/>
    public override void EndPass()
    {
        if (!_finder.EndPass())
            return;
        if (_finder.Count == 0)
        {
            Close(null);
            return;
        }
        double dark = _finder.Found[0], bright = _finder.Found[1];
        // A nearly empty field may be constant up to its 99.8th percentile: its few bright pixels set the scale then.
        if (bright - dark < Epsilon)
            bright = _finder.Found[2];
        Close(new IntensityScale(dark, Math.Max(bright - dark, Epsilon), dark));
    }
}
