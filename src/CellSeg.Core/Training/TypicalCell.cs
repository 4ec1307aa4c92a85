using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Numerics;

namespace CellSeg.Training;

/// <summary>What the cells of a data set are like.</summary>
internal static class TypicalCell
{
    private const int MaximumFrames = 200;

    /// <summary>The median over frames of the median diameter of their cells, in pixels; null where there is none.</summary>
    /// <param name="dataset">The data set; of many frames a sample is looked at, evenly over it.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static double? FindDiameter(CellDataset dataset, CancellationToken cancellationToken)
    {
        double[] diameters = [.. FrameSample.Take(dataset, MaximumFrames)
            .Select(place => Measure(place.Movie, place.Frame, cancellationToken)).Where(double.IsFinite).Order()];
        return diameters.Length > 0 ? Percentile.Find<double>(diameters, 50) : null;
    }

    private static double Measure(CellMovie movie, int frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return CellDiameters.FindMedian(movie.ReadLabels(frame));
        }
        catch (CellSegException)
        {
            // Whoever learns from the frame reports it.
            return double.NaN;
        }
    }
}
