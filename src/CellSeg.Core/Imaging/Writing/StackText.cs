using NetVips;

namespace CellSeg.Imaging.Writing;

/// <summary>
/// The description of a written file: the lines of ImageJ, by which it and <see cref="Stacks.ImageStack"/> know which page is
/// what, and one more that tells which files this library wrote. ImageJ passes over lines that it does not know.
/// </summary>
internal static class StackText
{
    private const string Mark = "writer=CellSeg";

    /// <summary>The description of pages that follow each other channel by channel, then frame by frame.</summary>
    /// <param name="channels">Channels of each frame.</param>
    /// <param name="frames">Points in time.</param>
    /// <param name="hasPixelSize">Whether the resolution of the file is in pixels a micrometre; else it says nothing.</param>
    private static string Describe(int channels, int frames, bool hasPixelSize) => FormattableString.Invariant(
        $"ImageJ=1.54f\nimages={channels * frames}\nchannels={channels}\nslices=1\nframes={frames}\n")
        + (channels * frames > 1 ? "hyperstack=true\nmode=grayscale\n" : "") + $"unit={(hasPixelSize ? "micron" : "pixel")}\n{Mark}\n";

    /// <summary>Saves pages below each other as a losslessly compressed TIFF file that describes itself.</summary>
    /// <param name="image">The pages.</param>
    /// <param name="path">The file.</param>
    /// <param name="height">Rows of a page.</param>
    /// <param name="channels">Channels of each frame that have a page of their own.</param>
    /// <param name="frames">Points in time.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    /// <param name="isBig">Whether offsets need 64 bits.</param>
    /// <exception cref="VipsException">The file cannot be written.</exception>
    public static void Save(Image image, string path, int height, int channels, int frames, double? pixelSize, bool isBig)
    {
        using var pages = image.Mutate(page =>
        {
            page.Set(GValue.GIntType, "page-height", height);
            page.Set(GValue.GStrType, "image-description", Describe(channels, frames, pixelSize is not null));
        });
        // Pixels a millimetre, which are written as pixels a centimetre: the very number is pixels a micrometre then, and the
        // description, which comes first, says so. No predictor: ImageJ takes none with Deflate.
        double resolution = (1 / (pixelSize ?? 1)) / 10;
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
            return ImageReader.Open(path).Description.Split('\n').Contains(Mark);
        }
        catch (CellSegException)
        {
            return false;
        }
    }
}
