namespace CellSeg.Training.Data;

/// <summary>
/// Where the pixels of a crop come from: frame position = centre + matrix · (crop position - middle of the crop), in rows
/// and columns.
/// </summary>
/// <param name="CentreY">Row of the frame that the middle of the crop lies on.</param>
/// <param name="CentreX">Its column.</param>
/// <param name="Yy">Rows of the frame for each row of the crop.</param>
/// <param name="Yx">Rows of the frame for each column of the crop.</param>
/// <param name="Xy">Columns of the frame for each row of the crop.</param>
/// <param name="Xx">Columns of the frame for each column of the crop.</param>
internal readonly record struct CropTransform(double CentreY, double CentreX, double Yy, double Yx, double Xy, double Xx)
{
    /// <summary>The position in the frame of a position in the crop, counted from its middle.</summary>
    public (double Y, double X) Apply(double y, double x) => (CentreY + (Yy * y) + (Yx * x), CentreX + (Xy * y) + (Xx * x));

    /// <summary>Whether a crop reaches beyond the border of a frame.</summary>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="width">Columns of the frame.</param>
    /// <param name="size">Height and width of the crop.</param>
    public bool Leaves(int height, int width, int size)
    {
        double middle = (size - 1) / 2.0;
        double reachY = (Math.Abs(Yy) + Math.Abs(Yx)) * middle, reachX = (Math.Abs(Xy) + Math.Abs(Xx)) * middle;
        return CentreY - reachY < -0.5 || CentreY + reachY > height - 0.5 || CentreX - reachX < -0.5 || CentreX + reachX > width - 0.5;
    }

    /// <summary>Pixels of the frame for each pixel of the crop, the mean of both axes.</summary>
    public double Scale => Math.Sqrt(Math.Abs((Yy * Xx) - (Yx * Xy)));
}
