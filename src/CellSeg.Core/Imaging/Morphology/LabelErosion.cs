using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Erosion of every cell of a label image, each on its own: cells that touch lose pixels to each other as well as to the
/// background. The outside of the image counts as inside the cell, so that image borders do not erode.
/// </summary>
public static class LabelErosion
{
    /// <summary>
    /// Takes away, <paramref name="width"/> times, the pixels that have one of another label among their four
    /// neighbours (docs/method.md, 4.2; the same as an erosion with a disk of that radius up to 2).
    /// </summary>
    /// <param name="labels">Row-major labels.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="imageWidth">Columns, at least 1.</param>
    /// <param name="width">Rounds, 0 or more.</param>
    /// <param name="eroded">Receives the labels. May not overlap <paramref name="labels"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Erode(ReadOnlySpan<int> labels, int height, int imageWidth, int width, Span<int> eroded)
    {
        int count = ImageShape.CountPixels(height, imageWidth);
        ImageShape.Require(count, labels.Length);
        ImageShape.Require(count, eroded.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        labels.CopyTo(eroded);
        using var boundaryBuffer = new PooledBuffer<bool>(width > 0 ? count : 0);
        for (int round = 0; round < width; round++)
        {
            FindInnerBoundaries(eroded, height, imageWidth, boundaryBuffer.Span);
            for (int i = 0; i < eroded.Length; i++)
            {
                if (boundaryBuffer.Span[i])
                    eroded[i] = 0;
            }
        }
    }

    /// <summary>Marks the foreground pixels with a pixel of another label among their four neighbours in the image.</summary>
    /// <param name="labels">Row-major labels.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="boundaries">Receives true for these pixels, false for all others.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void FindInnerBoundaries(ReadOnlySpan<int> labels, int height, int width, Span<bool> boundaries)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        ImageShape.Require(count, boundaries.Length);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                boundaries[(y * width) + x] = labels[(y * width) + x] != 0 && LabelImage.IsEdge(labels, height, width, y, x);
        }
    }
}
