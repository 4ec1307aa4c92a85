namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>
/// The part of an image in which a region is flooded, with a row above and below and a column between rows, so that the
/// neighbours of border pixels are there too. As an array of its own it stays in the cache.
/// </summary>
/// <param name="Top">First row in the image.</param>
/// <param name="Left">First column in the image.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct FloodWindow(int Top, int Left, int Height, int Width)
{
    /// <summary>The value of a pixel that the flood does not reach: the complement of label 0.</summary>
    public const int Outside = ~0;

    /// <summary>The window of a region.</summary>
    public FloodWindow(in RegionExtent extent) : this(extent.Top, extent.Left, extent.Height, extent.Width) { }

    /// <summary>Distance from one row to the next.</summary>
    public int Stride => Width + 1;

    /// <summary>Elements of the array.</summary>
    public int Length => checked((Stride * (Height + 2)) + 1);

    /// <summary>Where the pixel <c>y * imageWidth + x</c> of the image is.</summary>
    public int IndexOf(int pixel, int imageWidth)
    {
        var (row, column) = Math.DivRem(pixel, imageWidth);
        return ((row - Top + 1) * Stride) + column - Left + 1;
    }
}
