using CellSeg.Imaging;

namespace CellSeg.Inference.Scaling;

/// <summary>
/// Estimates how large the cells of an image are, by the network itself: it looks at the image made small first, then at more
/// and more pixels, until the cells that it finds are of a size that it knows.
/// </summary>
/// <param name="best">The diameter in pixels of the cells that the network knows best.</param>
/// <param name="find">Finds the cells of an image with the network.</param>
internal sealed class DiameterEstimator(double best, Func<CellImage, CancellationToken, LabelImage> find)
{
    // Each look has four times the pixels of the one before, so that all those before the last cost a third of it.
    private static readonly double[] Looks = [0.125, 0.25, 0.5, 1];

    // A smaller image shows no cells, only its border.
    private const int SmallestSide = 64;

    // Enlarging an image shows noise as cells.
    private const double Largest = 2;

    // Cells of these sizes, as shares of the best one, are found as well as any.
    private const double LeastShare = 0.6, MostShare = 2;

    /// <summary>Pixels of the network for each pixel of the image that make its cells as large as the best; 1 where they are found well as they are.</summary>
    public double EstimateScale(CellImage image, CancellationToken cancellationToken)
    {
        double found = double.NaN;
        foreach (double look in Looks.Where(look => look == 1 || Math.Min(image.Height, image.Width) * look >= SmallestSide))
        {
            double diameter = Measure(image, look, cancellationToken) / look;
            if (double.IsFinite(diameter))
                found = diameter;
            if (diameter * look >= LeastShare * best)
                break;
        }
        // Nothing was found at all, or what was is fine.
        return !double.IsFinite(found) || (found >= LeastShare * best && found <= MostShare * best) ? 1 : Math.Min(best / found, Largest);
    }

    /// <summary>The median diameter of the cells that are found in an image of another scale, in its pixels; NaN for none.</summary>
    private double Measure(CellImage image, double scale, CancellationToken cancellationToken)
        => CellDiameters.FindMedian(find(scale == 1 ? image : ImageScaler.Scale(image, scale), cancellationToken));
}
