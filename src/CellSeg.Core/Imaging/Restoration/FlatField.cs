using System.Numerics.Tensors;

namespace CellSeg.Imaging.Restoration;

/// <summary>
/// Evens out the light: an image less the dark field is divided by the flat field less the dark field, whose mean is
/// made 1, so that intensities keep their scale.
/// </summary>
public sealed class FlatField
{
    private readonly CellImage? _dark, _gain;

    /// <summary>Makes the correction from images.</summary>
    /// <param name="flat">What an even sample looks like; null to subtract the dark field only. One channel stands for all.</param>
    /// <param name="flatPath">Where it comes from, for messages.</param>
    /// <param name="dark">What the camera gives without light; null for 0. One channel stands for all.</param>
    /// <param name="darkPath">Where it comes from, for messages.</param>
    /// <exception cref="CellSegException">
    /// The flat field is not above the dark field everywhere, a value of either is not finite, or the two have different sizes.
    /// </exception>
    public FlatField(CellImage? flat, string flatPath, CellImage? dark, string darkPath)
    {
        _dark = dark;
        if (dark is not null && Array.FindIndex(dark.Pixels, value => !float.IsFinite(value)) is var odd and >= 0)
        {
            throw new CellSegException(
                darkPath, FormattableString.Invariant($"this dark field is {dark.Pixels[odd]} {Place(dark, odd)}"), "Give a dark field without such pixels");
        }
        if (flat is null)
            return;
        if (dark is not null)
            CheckSize(flat, flatPath, dark, "dark field");
        var light = dark is null ? flat : Subtract(flat, dark, flatPath);
        int bad = Array.FindIndex(light.Pixels, value => !(value > 0 && float.IsFinite(value)));
        if (bad >= 0)
        {
            throw new CellSegException(
                flatPath,
                FormattableString.Invariant($"this flat field{(dark is null ? "" : ", less the dark field,")} is {light.Pixels[bad]} {Place(light, bad)}")
                    + ", and nothing can be divided by that",
                "Give an image of an even, bright sample, all pixels of which are above the dark field");
        }
        _gain = new CellImage(light.Channels, light.Height, light.Width, new float[light.Pixels.Length]);
        for (int c = 0; c < light.Channels; c++)
        {
            var values = light.Plane(c);
            var gains = _gain.Plane(c);
            double mean = 0;
            foreach (float value in values)
                mean += value / (double)values.Length;
            for (int i = 0; i < values.Length; i++)
                gains[i] = (float)(mean / values[i]);
        }
    }

    /// <summary>Evens out an image.</summary>
    /// <param name="image">An image of the size of the fields.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>A new image.</returns>
    /// <exception cref="CellSegException">The image has another size, or another number of channels.</exception>
    public CellImage Apply(CellImage image, string path)
    {
        ArgumentNullException.ThrowIfNull(image);
        var even = _dark is null ? image : Subtract(image, _dark, path);
        if (_gain is null)
            return even;
        CheckSize(image, path, _gain, "flat field");
        var result = new CellImage(image.Channels, image.Height, image.Width, (float[])even.Pixels.Clone()) { ChannelNames = image.ChannelNames };
        for (int c = 0; c < image.Channels; c++)
        {
            var values = result.Plane(c);
            TensorPrimitives.Multiply<float>(values, PlaneOf(_gain, c), values);
        }
        return result;
    }

    private static CellImage Subtract(CellImage image, CellImage dark, string path)
    {
        CheckSize(image, path, dark, "dark field");
        var result = new CellImage(image.Channels, image.Height, image.Width, (float[])image.Pixels.Clone()) { ChannelNames = image.ChannelNames };
        for (int c = 0; c < image.Channels; c++)
        {
            var values = result.Plane(c);
            TensorPrimitives.Subtract<float>(values, PlaneOf(dark, c), values);
        }
        return result;
    }

    private static Span<float> PlaneOf(CellImage field, int channel) => field.Plane(field.Channels == 1 ? 0 : channel);

    private static void CheckSize(CellImage image, string path, CellImage field, string name)
    {
        if ((image.Height, image.Width) != (field.Height, field.Width))
        {
            throw new CellSegException(
                path, $"it is {image.Height} x {image.Width}, and the {name} is {field.Height} x {field.Width}",
                $"Give a {name} that was taken with the same camera settings");
        }
        if (field.Channels > 1 && field.Channels != image.Channels)
        {
            throw new CellSegException(
                path, $"it has {image.Channels} channels, and the {name} has {field.Channels}",
                $"Give a {name} of one channel, or of as many as the images have");
        }
    }

    private static string Place(CellImage image, int pixel)
    {
        var (plane, place) = Math.DivRem(pixel, image.Height * image.Width);
        string channel = image.Channels == 1 ? "" : $" of channel {plane}";
        return $"at row {place / image.Width} and column {place % image.Width}{channel} (from 0)";
    }
}
