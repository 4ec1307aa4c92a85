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
    public static string Describe(int channels, int frames, bool hasPixelSize) => FormattableString.Invariant(
        $"ImageJ=1.54f\nimages={channels * frames}\nchannels={channels}\nslices=1\nframes={frames}\n")
        + (channels * frames > 1 ? "hyperstack=true\nmode=grayscale\n" : "") + $"unit={(hasPixelSize ? "micron" : "pixel")}\n{Mark}\n";

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
