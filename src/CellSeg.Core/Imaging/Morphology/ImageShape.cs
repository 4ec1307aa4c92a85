using System.Runtime.CompilerServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>Checks that the spans given to one operation belong to images of one size.</summary>
internal static class ImageShape
{
    /// <summary>The number of pixels of an image, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public static int CountPixels(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return checked(height * width);
    }

    /// <summary>Throws unless a span holds one value a pixel.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Require(int pixelCount, int length, [CallerArgumentExpression(nameof(length))] string? name = null)
    {
        if (length != pixelCount)
            throw new ArgumentException($"{length} values do not make an image of {pixelCount} pixels.", name);
    }
}
