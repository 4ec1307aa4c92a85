using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Decoding.Steps;

/// <summary>Draws the markers from which cells are flooded.</summary>
internal static class MarkerPlacement
{
    /// <summary>Finds the peaks of a map and numbers them, those that touch as one.</summary>
    /// <param name="depths">Row-major, highest inside cells.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="method">Which pixels are markers.</param>
    /// <param name="prominence">For <see cref="MarkerMethod.ProminentPeaks"/>.</param>
    /// <param name="radius">For the other methods.</param>
    /// <param name="threshold">A marker is above it.</param>
    /// <param name="connectivity">Which pixels touch and so are one marker.</param>
    /// <param name="labels">Receives 1, 2, … in raster order for the markers and 0 elsewhere.</param>
    /// <returns>How many markers there are.</returns>
    public static int Place(
        ReadOnlySpan<float> depths, int height, int width, MarkerMethod method, float prominence, int radius,
        float threshold, PixelConnectivity connectivity, Span<int> labels)
    {
        var peaks = method switch
        {
            MarkerMethod.Peaks => LocalMaxima.FindSeparated(depths, height, width, radius, threshold),
            MarkerMethod.AllPeaks => LocalMaxima.FindAll(depths, height, width, radius, threshold),
            _ => ProminentPeaks.Find(depths, height, width, prominence, threshold),
        };
        using var peakBuffer = new PooledBuffer<bool>(labels.Length, clear: true);
        foreach (int peak in peaks)
            peakBuffer.Span[peak] = true;
        return ConnectedComponents.Label<bool>(peakBuffer.Span, height, width, connectivity, labels);
    }
}
