using CellSeg.Imaging.Morphology;

namespace CellSeg.Targets;

/// <summary>Foreground and background: what a foreground head learns (docs/method.md, 4.5).</summary>
public static class ForegroundTargets
{
    /// <summary>Writes 1 where there is a cell and 0 elsewhere.</summary>
    /// <param name="labels">Row-major labels, 0 for background.</param>
    /// <param name="foreground">Receives the map.</param>
    /// <exception cref="ArgumentException">The spans have different lengths.</exception>
    public static void Fill(ReadOnlySpan<int> labels, Span<float> foreground)
    {
        ImageShape.Require(labels.Length, foreground.Length);
        for (int i = 0; i < labels.Length; i++)
            foreground[i] = labels[i] > 0 ? 1 : 0;
    }
}
