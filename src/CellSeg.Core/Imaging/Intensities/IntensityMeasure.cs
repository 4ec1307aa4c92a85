namespace CellSeg.Imaging.Intensities;

/// <summary>
/// Finds the scale of a channel whose values are shown from the first to the last in one or several passes. In which parts makes
/// no difference to a single bit.
/// </summary>
internal abstract class IntensityMeasure
{
    // Keeps a constant image finite (docs/method.md, 1.1).
    protected const double Epsilon = 1e-7;

    /// <summary>The scale, once a pass was the last; null without a finite value.</summary>
    public IntensityScale? Scale { get; private set; }

    /// <summary>Whether another pass is needed.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Shows values. What is not finite has no say.</summary>
    public abstract void Add(ReadOnlySpan<float> values);

    /// <summary>Ends a pass.</summary>
    public abstract void EndPass();

    /// <summary>No further pass is needed.</summary>
    /// <param name="scale">What was found; null without a finite value.</param>
    protected void Close(IntensityScale? scale) => (Scale, IsOpen) = (scale, false);
}
