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
        var found = new List<ImageWarning>();
        if (seen.Channels == 1 && HasDifferentChannels(image))
        {
            found.Add(new ImageWarning(
                ImageWarningKind.ChannelsMixed,
                $"the image has {image.Channels} channels that differ and the model takes one, so that it sees their "
                + $"{(image.Channels == 3 ? "luminance" : "mean")}, as of all such images. Choose one with -Channel where the images are read, "
                + $"or use a model of {image.Channels} channels."));
        }
        int notFinite = seen.Pixels.Count(value => !float.IsFinite(value));
        if (notFinite > 0)
        {
            found.Add(new ImageWarning(
                ImageWarningKind.NotFinite,
                $"{notFinite} {(notFinite == 1 ? "value is" : "values are")} NaN or infinite, left out of the normalisation and taken for background."));
        }
        if (Enumerable.Range(0, seen.Channels).All(channel => IsConstant(seen.Plane(channel))))
            found.Add(new ImageWarning(ImageWarningKind.Constant, "all values of the image are equal, so that there is nothing in it to tell cells by."));
        return found;
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static bool HasDifferentChannels(CellImage image)
        => Enumerable.Range(1, image.Channels - 1).Any(channel => !image.Plane(channel).SequenceEqual(image.Plane(0)));

    /// <summary>Whether all values that are finite are the same.</summary>
    private static bool IsConstant(ReadOnlySpan<float> plane)
    {
        float? first = null;
        foreach (float value in plane)
        {
            if (float.IsFinite(value) && value != (first ??= value))
                return false;
        }
        return true;
    }
}
