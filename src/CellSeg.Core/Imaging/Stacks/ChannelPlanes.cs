using System.Numerics.Tensors;

namespace CellSeg.Imaging.Stacks;

/// <summary>Images of one size made into one.</summary>
internal static class ChannelPlanes
{
    /// <summary>Puts the channels of images behind each other.</summary>
    /// <exception cref="CellSegException">They differ in size, or are more than fit one array.</exception>
    public static CellImage Join(string path, IReadOnlyList<CellImage> images)
    {
        var first = images[0];
        if (images.Count == 1)
            return first;
        long values = 0;
        foreach (var image in images)
        {
            CheckSize(path, "channels", first, image);
            values += image.Pixels.Length;
        }
        if (values > Array.MaxLength)
        {
            throw new CellSegException(
                path, $"its {images.Count} channels of {first.Width} x {first.Height} pixels are more than fit one array", "Cut the image into parts");
        }
        var pixels = new float[values];
        int start = 0;
        foreach (var image in images)
        {
            image.Pixels.CopyTo(pixels, start);
            start += image.Pixels.Length;
        }
        return new CellImage(images.Sum(image => image.Channels), first.Height, first.Width, pixels);
    }

    /// <summary>The greatest value of each pixel, channel by channel; the first image itself when it is the only one.</summary>
    /// <exception cref="CellSegException">The images differ in size.</exception>
    public static CellImage ProjectMaximum(string path, IEnumerable<CellImage> images)
    {
        CellImage? brightest = null;
        foreach (var image in images)
        {
            if (brightest is null)
            {
                brightest = image;
                continue;
            }
            CheckSize(path, "slices", brightest, image);
            // What is no number counts for nothing beside one that is.
            TensorPrimitives.MaxNumber(brightest.Pixels, image.Pixels, brightest.Pixels);
        }
        return brightest!;
    }

    private static void CheckSize(string path, string what, CellImage first, CellImage other)
    {
        if ((first.Height, first.Width, first.Channels) != (other.Height, other.Width, other.Channels) && (what == "slices" || !IsSameSize(first, other)))
        {
            throw new CellSegException(
                path, $"its {what} differ in size ({first.Width} x {first.Height} and {other.Width} x {other.Height})", $"Save {what} of one size");
        }
    }

    private static bool IsSameSize(CellImage first, CellImage other) => (first.Height, first.Width) == (other.Height, other.Width);
}
