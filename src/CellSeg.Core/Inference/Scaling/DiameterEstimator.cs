using CellSeg.Imaging;

namespace CellSeg.Inference.Scaling;

/// <summary>
/// Estimates how large the cells of an image are, by the network itself: it looks at the image made small first, then at more
/// and more pixels, until the cells that it finds are of a size that it knows. The last look counts.
/// </summary>
/// <param name="best">The diameter in pixels of the cells that the network knows best.</param>
internal sealed class DiameterEstimator(double best)
{
    // Each look has four times the pixels of the one before, so that all those before the last cost a third of it.
    private static readonly double[] Looks = [0.125, 0.25, 0.5, 1];

    // A smaller image shows no cells, only its border.
    private const int SmallestSide = 64;

    // Enlarging an image shows noise as cells, and cells so large that there is more to shrink are mostly none.
    private const double Least = 1.0 / 16, Most = 2;

    // Cells of these sizes, as shares of the best one, are found as well as any.
    private const double LeastShare = 0.6, MostShare = 2;

    /// <summary>
    /// Pixels of the network for each pixel of the image that make its cells as large as the best, or as near to it as the
    /// limits let them come; 1 where they are found well as they are. It is also 1 where the estimate is not trusted: where
    /// nothing is found, or the cells would still be too large in the smallest image.
    /// </summary>
    /// <param name="side">Pixels of the image along its shorter side.</param>
    /// <param name="find">Finds the cells of the image at a scale, in pixels of that scale.</param>
    public double EstimateScale(int side, Func<double, LabelImage> find)
    {
        double diameter = double.NaN;
        foreach (double look in Looks.Where(look => look == 1 || side * look >= SmallestSide))
        {
            double seen = CellDiameters.FindMedian(find(look));
            diameter = seen / look;
            if (seen >= LeastShare * best)
                break;
        }
        if (!double.IsFinite(diameter) || (diameter >= LeastShare * best && diameter <= MostShare * best))
            return 1;
        double least = Math.Min(1, Math.Max(Least, (double)SmallestSide / side));
        double scale = Math.Clamp(best / diameter, least, Most);
        return diameter * scale <= MostShare * best ? scale : 1;
    }
}
