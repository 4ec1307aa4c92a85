namespace CellSeg.Imaging.Morphology;

/// <summary>The array on which a watershed works: the image with a row above and below and a column between rows.</summary>
internal static class FloodState
{
    /// <summary>A pixel that the flood does not reach: the complement of label 0.</summary>
    public const int Outside = ~0;

    /// <summary>Where the pixel <c>y * width + x</c> of an image is.</summary>
    public static int IndexOf(int pixel, int width) => pixel + (pixel / width) + width + 2;
}
