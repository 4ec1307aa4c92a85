using CellSeg.Imaging.Morphology;

namespace CellSeg.Targets;

/// <summary>The masks of cells within boxes: what the mask head of a detection network learns (docs/method.md, 3.5).</summary>
public static class MaskTargets
{
    /// <summary>
    /// Writes the mask of one cell within a box, brought to a square of a given side: one bilinear sample a pixel, the
    /// first at the centre of the box's first pixel and the last at that of its last.
    /// </summary>
    /// <param name="labels">Row-major labels, 0 for background.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="label">The cell, above 0.</param>
    /// <param name="left">First column of the box, which may be a predicted one and need not lie within the image.</param>
    /// <param name="top">First row of the box.</param>
    /// <param name="right">The end of its columns, exclusive.</param>
    /// <param name="bottom">The end of its rows, exclusive.</param>
    /// <param name="side">Rows and columns of the mask, at least 2; 28 in the thesis' networks.</param>
    /// <param name="mask">Receives 0 to 1; outside of the image is 0.</param>
    /// <exception cref="ArgumentException">A span has another length than its image.</exception>
    public static void Fill(
        ReadOnlySpan<int> labels, int height, int width, int label, float left, float top, float right, float bottom,
        int side, Span<float> mask)
    {
        ImageShape.Require(ImageShape.CountPixels(height, width), labels.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(label);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        ImageShape.Require(side * side, mask.Length);
        double rowStep = (bottom - 1.0 - top) / (side - 1), columnStep = (right - 1.0 - left) / (side - 1);
        for (int i = 0, k = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++, k++)
                mask[k] = Sample(labels, height, width, label, top + (i * rowStep), left + (j * columnStep));
        }
    }

    private static float Sample(ReadOnlySpan<int> labels, int height, int width, int label, double y, double x)
    {
        if (!(y >= 0 && y <= height - 1 && x >= 0 && x <= width - 1))
            return 0;
        int above = (int)y, before = (int)x, below = Math.Min(above + 1, height - 1), after = Math.Min(before + 1, width - 1);
        double rowShare = y - above, columnShare = x - before;
        return (float)(((1 - rowShare) * Mix(labels.Slice(above * width, width), label, before, after, columnShare))
            + (rowShare * Mix(labels.Slice(below * width, width), label, before, after, columnShare)));
    }

    private static double Mix(ReadOnlySpan<int> row, int label, int before, int after, double share)
        => (row[before] == label ? 1 - share : 0) + (row[after] == label ? share : 0);
}
