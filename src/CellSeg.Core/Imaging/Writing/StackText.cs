using CellSeg.Imaging.Stacks;
using NetVips;

namespace CellSeg.Imaging.Writing;

/// <summary>Files that tell by the lines of ImageJ which page is what, and by one more that this library wrote them.</summary>
internal static class StackText
{
    // What libvips takes: others it would leave out without a word.
    private const double SmallestResolution = 0.001, LargestResolution = 1e6;

    /// <summary>Saves pages below each other as a losslessly compressed TIFF file that describes itself.</summary>
    /// <param name="image">The pages.</param>
    /// <param name="path">The file.</param>
    /// <param name="height">Rows of a page.</param>
    /// <param name="channels">Channels of each frame that have a page of their own.</param>
    /// <param name="frames">Points in time.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    /// <param name="isBig">Whether offsets need 64 bits.</param>
    /// <exception cref="VipsException">The file cannot be written.</exception>
    /// <exception cref="CellSegException">The size of a pixel is none that a file can tell.</exception>
    public static void Save(Image image, string path, int height, int channels, int frames, double? pixelSize, bool isBig)
    {
        using var pages = image.Mutate(page =>
        {
            page.Set(GValue.GIntType, "page-height", height);
            page.Set(GValue.GStrType, "image-description", ImageJDescription.Write(channels, frames, pixelSize));
        });
        // libvips counts in pixels a millimetre and writes them a centimetre, ten times as many; the description, which comes first,
        // says what the number is. No predictor: ImageJ takes none with Deflate.
        double resolution = ImageJDescription.GetResolution(pixelSize) / 10;
        if (resolution is < SmallestResolution or > LargestResolution)
        {
            throw new CellSegException(
                path, FormattableString.Invariant($"pixels of {pixelSize} micrometres cannot be told in a TIFF file"),
                "Give their true size by -PixelSize where the movie is imported");
        }
        pages.Tiffsave(
            path, compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.None,
            resunit: Enums.ForeignTiffResunit.Cm, xres: resolution, yres: resolution, bigtiff: isBig);
    }

    /// <summary>Whether this library wrote an image file; one that cannot be read is not its own.</summary>
    /// <param name="path">An existing file.</param>
    public static bool IsOwn(string path)
    {
        try
        {
            return ImageJDescription.IsOwn(ImageReader.Open(path).Description);
        }
        catch (CellSegException)
        {
            return false;
        }
    }
}
