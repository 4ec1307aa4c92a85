using System.Numerics.Tensors;
using CellSeg.Imaging.Selection;

namespace CellSeg.Imaging.Rows;

/// <summary>What can be made of an image a band of rows at a time: the values are those that the methods of the same names make of a whole image.</summary>
public static class ImageRows
{
    /// <summary>The image as a network takes it: itself when it has so many channels, or one grey plane.</summary>
    /// <param name="image">Any image.</param>
    /// <param name="count">Channels of the network, at least 1.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">The network takes several channels, and the image has another number of them.</exception>
    public static IImageRows ToChannels(this IImageRows image, int count, string path)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (count == image.Channels)
            return image;
        return count == 1 ? new GreyRows(image) : throw OtherChannels(image.Channels, count, path);
    }

    /// <summary>The image with the sign of every intensity turned, so that what was dark is bright.</summary>
    public static IImageRows Negate(this IImageRows image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ChangedRows(image, (values, _) => TensorPrimitives.Negate(values, values));
    }

    /// <summary>The chosen channels as an image of its own, in the order of the choice.</summary>
    /// <param name="image">Any image.</param>
    /// <param name="channels">The choice; all channels when empty.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">The image has no such channel.</exception>
    public static IImageRows Select(this IImageRows image, IReadOnlyList<ChannelSelector> channels, string path)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(channels);
        return channels.Count == 0
            ? image
            : new SelectedRows(image, [.. channels.Select(channel => channel.Find(image.Channels, image.ChannelNames, path))]);
    }

    /// <summary>The error of an image that a network of several channels cannot take.</summary>
    /// <param name="own">Channels of the image.</param>
    /// <param name="count">Channels of the network.</param>
    /// <param name="path">The file, for messages.</param>
    internal static CellSegException OtherChannels(int own, int count, string path)
    {
        string channels = own == 1 ? "one channel" : $"{own} channels";
        return new CellSegException(
            path, $"the image has {channels}, the model takes {count}",
            own > count
                ? $"Choose {count} of them with -Channel where the images are read, or use a model of {channels}"
                : $"Use a model of {channels}, or give -Channel a channel more than once where the images are read");
    }
}
