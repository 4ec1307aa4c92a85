using CellSeg.Numerics;
namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Maxima that rise at least a height above their surroundings (Soille 2003, section 6.3.4), by morphological
/// reconstruction (<see cref="GreyReconstruction"/>): the map lowered by the height is dilated under the map until
/// nothing changes; where the map stays that height above the result there is such a maximum.
/// </summary>
public static class HMaxima
{
    // The precision of a float in decimal digits.
    private const float Resolution = 1e-6f;

    /// <summary>Marks the maxima.</summary>
    /// <param name="values">Row-major values, none of them NaN.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="minimumHeight">By how much a maximum exceeds every path to a higher one; above 0.</param>
    /// <param name="radius">
    /// Reach of a step of the dilation: 0 is the eight neighbours, any other number a disk of that radius, which lets the
    /// dilation jump over valleys narrower than that (and is slow).
    /// </param>
    /// <param name="maxima">Receives true for the pixels of maxima, plateaus included.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Find(
        ReadOnlySpan<float> values, int height, int width, float minimumHeight, int radius, Span<bool> maxima)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, maxima.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumHeight);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        maxima.Clear();
        var (lowest, highest) = ValueRange.Find(values);
        if (!(highest - lowest >= minimumHeight))
            return;

        using var levelBuffer = new PooledBuffer<float>(count);
        var levels = levelBuffer.Span;
        // A hair more than the height, or rounding would lose maxima of exactly it (as scikit-image does).
        for (int i = 0; i < levels.Length; i++)
            levels[i] = values[i] - minimumHeight - (2 * Resolution * Math.Abs(values[i]));
        GreyReconstruction.Dilate(values, height, width, radius, levels);
        for (int i = 0; i < maxima.Length; i++)
            maxima[i] = values[i] - levels[i] >= minimumHeight;
    }
}
