namespace CellSeg.Imaging.Morphology;

/// <summary>The array on which a watershed works: the image with a row above and below and a column between rows.</summary>
internal static class FloodState
{
    /// <summary>A pixel that the flood does not reach: the complement of label 0.</summary>
    public const int Outside = ~0;

    /// <summary>Where the pixel of a row and column is, in an image of a width.</summary>
    public static int IndexOf(int row, int column, int width) => ((row + 1) * (width + 1)) + 1 + column;
}
