using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Targets;

/// <summary>
/// A distance map in steps: what a discretised watershed network learns to classify (docs/method.md, 4.3).
/// </summary>
public static class DistanceBins
{
    // Keeps the lowest value out of a bin of its own and the highest within the last.
    private const double Margin = 1e-7;

    /// <summary>
    /// Sorts the values of a map into bins of equal width between its lowest and highest value; the upper end belongs to
    /// a bin.
    /// </summary>
    /// <param name="distances">The map, 0 in the background, see <see cref="DistanceTargets"/>.</param>
    /// <param name="binCount">How many bins, 2 to 255; notebooks of 2020 have 4.</param>
    /// <param name="ownBackground">
    /// Whether bin 0 is the background alone and the others share what is above 0; otherwise the outermost pixels of
    /// cells are in bin 0 as well, as in 2020.
    /// </param>
    /// <param name="bins">Receives 0 for the lowest bin, which holds the background, to <paramref name="binCount"/> - 1.</param>
    /// <exception cref="ArgumentException">The spans have different lengths or are empty.</exception>
    public static void Fill(ReadOnlySpan<float> distances, int binCount, bool ownBackground, Span<byte> bins)
    {
        ImageShape.Require(distances.Length, bins.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(binCount, byte.MaxValue);
        int first = ownBackground ? 1 : 0;
        Span<double> edges = stackalloc double[binCount];
        double start = ownBackground ? 0 : TensorPrimitives.Min(distances) - Margin;
        double step = (TensorPrimitives.Max(distances) + Margin - start) / (binCount - first);
        for (int i = first; i < binCount; i++)
            edges[i] = start + ((i - first) * step);
        for (int i = 0; i < distances.Length; i++)
        {
            int bin = Math.Clamp((int)((distances[i] - start) / step) + first, 0, binCount - 1);
            // The division may err by a bin; the edges decide.
            while (bin > 0 && distances[i] <= edges[bin])
                bin--;
            while (bin < binCount - 1 && distances[i] > edges[bin + 1])
                bin++;
            bins[i] = (byte)bin;
        }
    }
}
