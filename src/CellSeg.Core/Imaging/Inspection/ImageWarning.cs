using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging.Inspection;

/// <summary>Something about an image that its user should know of, although the image can be used.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it is, what was made of it and, where there is one, the remedy; the image is not named.</param>
public sealed record ImageWarning(ImageWarningKind Kind, string Text)
{
    /// <summary>Whether it is the same for all images of an experiment, so that it need be told only of the first.</summary>
    public bool IsForAll => Kind == ImageWarningKind.ChannelsMixed;

    /// <summary>Finds what is to be said of an image.</summary>
    /// <param name="image">The image as it was read.</param>
    /// <param name="seen">The same image as a network takes it, see <see cref="CellImage.ToChannels"/>.</param>
    public static IReadOnlyList<ImageWarning> Find(CellImage image, CellImage seen)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(seen);
        var oddities = new ImageOddities(image.Channels, seen.Channels);
        oddities.Add(image.Pixels, seen.Pixels);
        return oddities.Describe();
    }

    /// <summary>Finds the same of an image that is read a band of rows at a time: once, from the top to the bottom.</summary>
    /// <param name="image">The image as it is read.</param>
    /// <param name="channels">Channels that a network takes, which sees the image as <see cref="ImageRows.ToChannels"/> gives it.</param>
    /// <exception cref="CellSegException">The image can no longer be read.</exception>
    public static IReadOnlyList<ImageWarning> Find(IImageRows image, int channels)
    {
        ArgumentNullException.ThrowIfNull(image);
        var oddities = new ImageOddities(image.Channels, channels);
        for (var band = new BandReader(image); band.MoveDown();)
            oddities.Add(band.Values, channels == 1 ? band.MixGrey() : band.Values);
        return oddities.Describe();
    }

    /// <summary>What is to be said of cells that are too large for the windows in which a large image is decoded.</summary>
    /// <param name="count">How many there are.</param>
    public static IReadOnlyList<ImageWarning> FindCut(int count) => count == 0 ? [] :
    [
        new ImageWarning(
            ImageWarningKind.CellsCut,
            $"{count} of its cells {(count == 1 ? "is" : "are")} so large that {(count == 1 ? "it" : "they")} may lack a part. "
            + "Let the model see fewer pixels of the image, by -Diameter or -PixelSize."),
    ];

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
