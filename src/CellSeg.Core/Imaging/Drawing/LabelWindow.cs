using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging.Drawing;

/// <summary>
/// Goes down labels in bands, each with the row above and the one below it, whose ids decide where cells end. Every row is read
/// once.
/// </summary>
/// <param name="labels">The labels.</param>
internal sealed class LabelWindow(ILabelRows labels)
{
    private LabelImage? _window;
    private int _top, _bottom;

    /// <summary>The first row of the band among those of the window: 1, or 0 at the top of the image.</summary>
    public int First { get; private set; }

    /// <summary>Reads a band and its neighbours.</summary>
    /// <param name="band">The band, which follows the last one downwards.</param>
    /// <returns>The rows, until the next band is read.</returns>
    public LabelImage Read(RowBand band)
    {
        int top = Math.Max(0, band.Top - 1), bottom = Math.Min(labels.Height, band.Bottom + 1), width = labels.Width;
        var pixels = _window is { } last && last.Height == bottom - top ? last.Pixels : new int[(bottom - top) * width];
        // Of the last window the lowest two rows are at the top of this one.
        int kept = Math.Max(0, _bottom - top);
        if (kept > 0)
            Array.Copy(_window!.Pixels, (top - _top) * width, pixels, 0, kept * width);
        if (top + kept < bottom)
            labels.ReadRows(top + kept, bottom - top - kept, pixels.AsSpan(kept * width));
        (_top, _bottom, First) = (top, bottom, band.Top - top);
        return _window = new LabelImage(bottom - top, width, pixels);
    }
}
