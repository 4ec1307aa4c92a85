using NetVips;

namespace CellSeg.Imaging;

/// <summary>Reads image files (TIFF, OME-TIFF, PNG, JPEG and whatever else libvips knows) to pixels in memory.</summary>
public static class ImageReader
{
    /// <summary>Reads one page of an image file, all channels but alpha.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="page">The page of a multi-page file, from 0.</param>
    /// <exception cref="CellSegException">The file is missing, truncated, of no known format, or has no such page.</exception>
    public static CellImage Read(string path, int page = 0)
    {
        if (!File.Exists(path))
            throw new CellSegException(path, "there is no such file", "Check the path");
        return Read(path, page, options => Image.NewFromFile(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated, kwargs: options));
    }

    /// <summary>Reads an image from the bytes of a file, all channels but alpha.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">The data are truncated or of no known format.</exception>
    public static CellImage Read(byte[] data, string name)
        => Read(name, 0, options => Image.NewFromBuffer(data, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated, kwargs: options));

    /// <summary>How many pages a file has; <see cref="Stacks.ImageStack"/> knows what they are.</summary>
    /// <exception cref="CellSegException">The file is missing or of no known format.</exception>
    public static int CountPages(string path) => ReadHeader(path).PageCount;

    /// <summary>What stands before the pixels: how many pages there are, and what the first page says of them.</summary>
    internal static (int PageCount, string Description) ReadHeader(string path)
    {
        if (!File.Exists(path))
            throw new CellSegException(path, "there is no such file", "Check the path");
        return Guard(path, () =>
        {
            // libvips remembers files that it opened for access at random, also when others have taken their place.
            using var image = Image.NewFromFile(path, access: Enums.Access.Sequential);
            return (image.Contains("n-pages") ? (int)image.Get("n-pages") : 1,
                image.Contains("image-description") ? (string)image.Get("image-description") : "");
        });
    }

    /// <summary>
    /// Reads a label image. Integer types of any width and float types that hold whole numbers are accepted; a colour
    /// image, whose numbers are no ids, is not.
    /// </summary>
    /// <param name="path">An existing file.</param>
    /// <param name="page">The page of a multi-page file, from 0.</param>
    /// <exception cref="CellSegException">The file cannot be read or its numbers are no ids.</exception>
    public static LabelImage ReadLabels(string path, int page = 0)
    {
        var image = Read(path, page);
        if (image.Channels != 1)
            throw new CellSegException(path, $"a label image has one channel, this one has {image.Channels}", "Save the labels as a single-channel image of whole numbers");
        var labels = new int[image.Pixels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            float value = image.Pixels[i];
            // Beyond 2^24 a float32 no longer tells neighbouring whole numbers apart.
            if (value < 0 || value > 1 << 24 || value != MathF.Floor(value))
                throw new CellSegException(path, $"the value {value} in row {i / image.Width}, column {i % image.Width} is no label", "Labels are whole numbers from 0 (background) to 16777216");
            labels[i] = (int)value;
        }
        return new LabelImage(image.Height, image.Width, labels);
    }

    private static CellImage Read(string name, int page, Func<VOption, Image> open) => Guard(name, () =>
    {
        var options = new VOption();
        if (page > 0)
            options.Add("page", page);
        using var image = open(options);
        using var colour = image.HasAlpha() ? image.ExtractBand(0, image.Bands - 1) : image.Copy();
        if (colour.Format is Enums.BandFormat.Complex or Enums.BandFormat.Dpcomplex)
            throw new CellSegException(name, "its pixels are complex numbers", "Save the magnitude instead");
        long values = (long)colour.Width * colour.Height * colour.Bands;
        if (values > Array.MaxLength)
            throw new CellSegException(name, $"its {colour.Width} x {colour.Height} x {colour.Bands} values are more than fit one array", "Cut the image into parts");
        using var floats = colour.Cast(Enums.BandFormat.Float);
        var interleaved = floats.WriteToMemory<float>();
        return new CellImage(colour.Bands, colour.Height, colour.Width, ToPlanes(interleaved, colour.Bands));
    });

    private static float[] ToPlanes(float[] interleaved, int channels)
    {
        if (channels == 1)
            return interleaved;
        int plane = interleaved.Length / channels;
        var planes = new float[interleaved.Length];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0, j = c; i < plane; i++, j += channels)
                planes[(c * plane) + i] = interleaved[j];
        }
        return planes;
    }

    private static T Guard<T>(string name, Func<T> read)
    {
        VipsLog.Silence();
        try
        {
            return read();
        }
        catch (Exception e) when (e is VipsException or IOException or UnauthorizedAccessException)
        {
            string reason = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
            throw new CellSegException(name, $"the image cannot be read ({reason})", "Replace the file by an intact TIFF, PNG or JPEG", e);
        }
    }
}
