using CellSeg.Imaging;

namespace CellSeg.Datasets.Formats;

/// <summary>A movie whose pixels have another size.</summary>
internal static class ScaledMovie
{
    // Sizes that are equal but for how they were written down.
    private const double SameScale = 0.001;

    /// <summary>Scales images and labels.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="pixelSize">Micrometres a pixel of it.</param>
    /// <param name="target">Micrometres a pixel that is wanted.</param>
    /// <exception cref="CellSegException">The size of its pixels is not known.</exception>
    public static CellMovie Create(CellMovie movie, double? pixelSize, double target)
    {
        if (pixelSize is not { } size)
        {
            throw new CellSegException(
                movie.Path, "it does not say how large its pixels are, so that it cannot be scaled", "Give the micrometres of a pixel by -PixelSize");
        }
        double scale = size / target;
        return Math.Abs(scale - 1) < SameScale
            ? movie
            : movie.Derive(
                frame => ImageScaler.Scale(movie.ReadImage(frame), scale), movie.HasLabels ? frame => ImageScaler.Scale(movie.ReadLabels(frame), scale) : null);
    }
}
