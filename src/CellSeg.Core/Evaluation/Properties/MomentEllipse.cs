namespace CellSeg.Evaluation.Properties;

/// <summary>The ellipse with given second central moments.</summary>
internal readonly record struct MomentEllipse(double MajorAxis, double MinorAxis, double Eccentricity, double Orientation)
{
    /// <param name="rowVariance">Variance of the rows.</param>
    /// <param name="columnVariance">Variance of the columns.</param>
    /// <param name="covariance">Covariance of rows and columns.</param>
    public static MomentEllipse Create(double rowVariance, double columnVariance, double covariance)
    {
        double difference = rowVariance - columnVariance;
        double larger = (rowVariance + columnVariance + Math.Sqrt((difference * difference) + (4 * covariance * covariance))) / 2;
        if (larger == 0)
            return new MomentEllipse(0, 0, 0, -Math.PI / 4);
        // The determinant over the larger eigenvalue: the difference of two nearly equal numbers would make a line of
        // pixels some 1e-7 wide. The remainder of the second product keeps the determinant exact to the last place.
        double square = covariance * covariance;
        double remainder = Math.FusedMultiplyAdd(-covariance, covariance, square);
        double determinant = Math.FusedMultiplyAdd(rowVariance, columnVariance, -square) + remainder;
        double smaller = Math.Max(0, determinant / larger);
        return new MomentEllipse(
            4 * Math.Sqrt(larger),
            4 * Math.Sqrt(smaller),
            Math.Sqrt(Math.Max(0, 1 - (smaller / larger))),
            GetOrientation(difference, covariance));
    }

    private static double GetOrientation(double difference, double covariance) => (difference, covariance) switch
    {
        (0, > 0) => Math.PI / 4,
        (0, _) => -Math.PI / 4,
        _ => 0.5 * Math.Atan2(2 * covariance, difference),
    };
}
