using System.Numerics.Tensors;
using CellSeg.Imaging.Rows;
using CellSeg.Imaging.Selection;

namespace CellSeg.Imaging;

/// <summary>
/// A microscopy image: float32 intensities as the file had them (not scaled), one plane after another,
/// channels x height x width.
/// </summary>
public sealed class CellImage : IImageRows
{
    /// <summary>Wraps an existing array; it is not copied.</summary>
    /// <param name="channels">Planes, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixels">Plane by plane, row-major.</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public CellImage(int channels, int height, int width, float[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (pixels.Length != (long)channels * height * width)
            throw new ArgumentException($"{pixels.Length} pixels do not make {channels} planes of {height} x {width}.", nameof(pixels));
        Channels = channels;
        Height = height;
        Width = width;
        Pixels = pixels;
    }

    /// <summary>Planes.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>What the file calls the planes, an empty text for one without a name; empty when none has one.</summary>
    public IReadOnlyList<string> ChannelNames { get; init; } = [];

    /// <summary>Plane by plane, row-major.</summary>
    public float[] Pixels { get; }

    /// <summary>Room for the pixels of an image, all 0.</summary>
    /// <exception cref="CellSegException">Memory does not suffice, or they are more than an array holds.</exception>
    internal static float[] Allocate(int channels, int height, int width)
    {
        try
        {
            return new float[checked((int)((long)height * width * channels))];
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            throw new CellSegException(
                "Image", $"{channels} x {height} x {width} values (channels, rows, columns) do not fit into memory",
                "Scale the image to fewer pixels, or cut it into smaller ones", e);
        }
    }

    /// <summary>The same pixels, whose planes have names.</summary>
    /// <param name="names">One a plane, an empty text for one without.</param>
    internal CellImage WithNames(IReadOnlyList<string> names) => new(Channels, Height, Width, Pixels) { ChannelNames = names };

    /// <summary>The pixels of one plane, row-major.</summary>
    /// <param name="channel">The channel, from 0.</param>
    public Span<float> Plane(int channel) => Pixels.AsSpan(channel * Height * Width, Height * Width);

    /// <summary>Reads all rows of an image; one that is in memory is given back as it is.</summary>
    /// <exception cref="CellSegException">It cannot be read, or does not fit into memory.</exception>
    public static CellImage FromRows(IImageRows image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image is CellImage known)
            return known;
        float[] pixels = Allocate(image.Channels, image.Height, image.Width);
        image.ReadRows(0, image.Height, pixels);
        return new CellImage(image.Channels, image.Height, image.Width, pixels) { ChannelNames = image.ChannelNames };
    }

    /// <inheritdoc/>
    public void ReadRows(int top, int rows, Span<float> values)
    {
        for (int c = 0; c < Channels; c++)
            Plane(c).Slice(top * Width, rows * Width).CopyTo(values[(c * rows * Width)..]);
    }

    /// <summary>
    /// One grey plane: the image itself if it has one channel, the luminance of a three-channel image (weights of
    /// ITU-R BT.601), else the mean of the channels. Equal channels give exactly their common value.
    /// </summary>
    public CellImage ToGrey()
    {
        if (Channels == 1)
            return this;
        var grey = new float[Height * Width];
        GreyRows.Mix(Pixels, Channels, grey);
        return new CellImage(1, Height, Width, grey);
    }

    /// <summary>The image as a network takes it: itself when it has so many channels, or the one grey plane of <see cref="ToGrey"/>.</summary>
    /// <param name="count">Channels of the network, at least 1.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">The network takes several channels, and the image has another number of them.</exception>
    public CellImage ToChannels(int count, string path)
    {
        if (count == 1)
            return ToGrey();
        return count == Channels ? this : throw ImageRows.OtherChannels(Channels, count, path);
    }

    /// <summary>The image with the sign of every intensity turned, so that what was dark is bright.</summary>
    public CellImage Negate()
    {
        var pixels = new float[Pixels.Length];
        TensorPrimitives.Negate(Pixels, pixels);
        return new CellImage(Channels, Height, Width, pixels) { ChannelNames = ChannelNames };
    }

    /// <summary>The chosen channels as an image of its own, in the order of the choice.</summary>
    /// <param name="channels">The choice; all channels when empty.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">The image has no such channel.</exception>
    public CellImage Select(IReadOnlyList<ChannelSelector> channels, string path)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == 0)
            return this;
        int[] numbers = [.. channels.Select(channel => channel.Find(Channels, ChannelNames, path))];
        if (numbers is [var only])
            return SelectChannel(only);
        var pixels = new float[numbers.Length * Height * Width];
        for (int i = 0; i < numbers.Length; i++)
            Plane(numbers[i]).CopyTo(pixels.AsSpan(i * Height * Width));
        return new CellImage(numbers.Length, Height, Width, pixels) { ChannelNames = NamesOf(numbers) };
    }

    /// <summary>A copy of one channel.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image has no such channel.</exception>
    public CellImage SelectChannel(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        return Channels == 1 ? this : new CellImage(1, Height, Width, Plane(channel).ToArray()) { ChannelNames = NamesOf(channel) };
    }

    private IReadOnlyList<string> NamesOf(params ReadOnlySpan<int> channels)
    {
        if (ChannelNames.Count == 0)
            return [];
        var names = new string[channels.Length];
        for (int i = 0; i < names.Length; i++)
            names[i] = ChannelNames[channels[i]];
        return names;
    }
}
