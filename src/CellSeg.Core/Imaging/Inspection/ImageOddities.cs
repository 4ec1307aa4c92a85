namespace CellSeg.Imaging.Inspection;

/// <summary>Gathers what is odd about an image that is shown in bands of rows, or as one.</summary>
/// <param name="channels">Channels of the image as it was read.</param>
/// <param name="seenChannels">Channels of the image as a network takes it.</param>
internal sealed class ImageOddities(int channels, int seenChannels)
{
    // The first finite value of each channel, while all others of it are the same; NaN once one is not.
    private readonly float?[] _constants = new float?[seenChannels];

    private bool _areMixed;
    private long _notFinite;

    /// <summary>Shows a band.</summary>
    /// <param name="image">Its values as they were read, channel by channel.</param>
    /// <param name="seen">Its values as a network takes them.</param>
    public void Add(ReadOnlySpan<float> image, ReadOnlySpan<float> seen)
    {
        if (seenChannels == 1 && !_areMixed)
            _areMixed = HasDifferentChannels(image);
        foreach (float value in seen)
        {
            if (!float.IsFinite(value))
                _notFinite++;
        }
        int plane = seen.Length / seenChannels;
        for (int c = 0; c < seenChannels; c++)
            Compare(seen.Slice(c * plane, plane), ref _constants[c]);
    }

    /// <summary>What is to be said of all bands.</summary>
    public IReadOnlyList<ImageWarning> Describe()
    {
        var found = new List<ImageWarning>();
        if (_areMixed)
        {
            found.Add(new ImageWarning(
                ImageWarningKind.ChannelsMixed,
                $"the image has {channels} channels that differ and the model takes one, so that it sees their "
                + $"{(channels == 3 ? "luminance" : "mean")}, as of all such images. Choose one with -Channel where the images are read, "
                + $"or use a model of {channels} channels."));
        }
        if (_notFinite > 0)
        {
            found.Add(new ImageWarning(
                ImageWarningKind.NotFinite,
                $"{_notFinite} {(_notFinite == 1 ? "value is" : "values are")} NaN or infinite, left out of the normalisation and taken for background."));
        }
        if (Array.TrueForAll(_constants, constant => constant is not float.NaN))
            found.Add(new ImageWarning(ImageWarningKind.Constant, "all values of the image are equal, so that there is nothing in it to tell cells by."));
        return found;
    }

    private bool HasDifferentChannels(ReadOnlySpan<float> image)
    {
        int plane = image.Length / channels;
        for (int c = 1; c < channels; c++)
        {
            if (!image.Slice(c * plane, plane).SequenceEqual(image[..plane]))
                return true;
        }
        return false;
    }

    private static void Compare(ReadOnlySpan<float> plane, ref float? constant)
    {
        if (constant is float.NaN)
            return;
        foreach (float value in plane)
        {
            if (float.IsFinite(value) && value != (constant ??= value))
            {
                constant = float.NaN;
                return;
            }
        }
    }
}
