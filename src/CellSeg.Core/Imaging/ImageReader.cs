using System.Globalization;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Raster;
using CellSeg.Imaging.Tiff;
using NetVips;

namespace CellSeg.Imaging;

/// <summary>
/// Reads image files (TIFF, OME-TIFF, PNG, JPEG and whatever else libvips knows) page by page to pixels in memory. What the
/// pages are, <see cref="Stacks.ImageStack"/> knows, through which all but tests read.
/// </summary>
internal static class ImageReader
{
    // Beyond 2^24 a float32 no longer tells neighbouring whole numbers apart.
    private const int LargestFloatLabel = 1 << 24;

    /// <summary>Reads one page of an image file, all channels but alpha.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="page">The page of a multi-page file, from 0.</param>
    /// <exception cref="CellSegException">The file is missing, truncated, of no known format, or has no such page.</exception>
    public static CellImage Read(string path, int page = 0)
        => page == 0 && ReadRaster(path) is { } raster ? raster : Read(path, page, ToPixels);

    /// <summary>Reads one page of the bytes of an image file, all channels but alpha.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="page">The page of a multi-page file, from 0.</param>
    /// <exception cref="CellSegException">The data are truncated, of no known format, or have no such page.</exception>
    public static CellImage Read(byte[] data, string name, int page = 0) => Read(name, page, options => Open(data, options), ToPixels);

    /// <summary>Reads the first page of the bytes of an image file, all channels but alpha, and what stands before the pixels.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="header">How many pages there are, and what the first page says of them.</param>
    /// <exception cref="CellSegException">The data are truncated or of no known format.</exception>
    public static CellImage Read(byte[] data, string name, out (int PageCount, string Description) header)
    {
        header = (1, "");
        if (RasterFile.IsKnown(data))
            return StoredPixels.ToImage(RasterFile.Read(data, name), name);
        (var first, header) = Read(name, 0, options => Open(data, options), image => (ToPixels(image), GetHeader(image)));
        return first;
    }

    /// <summary>What stands before the pixels: how many pages there are, and what the first page says of them.</summary>
    /// <exception cref="CellSegException">The file is missing or of no known format.</exception>
    public static (int PageCount, string Description) ReadHeader(string path)
    {
        CheckExists(path);
        return Guard(path, () =>
        {
            using var image = OpenHeader(path);
            return GetHeader(image);
        });
    }

    /// <summary>
    /// Reads a label image. Integer types of any width and float types that hold whole numbers are accepted, ids up to
    /// 2^31 - 1 exactly (2^24 as float32), and TIFF files with a table of colours, as ImageJ writes them; a colour
    /// image, whose numbers are no ids, is not. Of 64-bit types those without a predictor can be read.
    /// </summary>
    /// <param name="path">An existing file.</param>
    /// <param name="page">The page of a multi-page file, from 0.</param>
    /// <exception cref="CellSegException">The file cannot be read or its numbers are no ids.</exception>
    public static LabelImage ReadLabels(string path, int page = 0)
    {
        CheckExists(path);
        var tiff = Guard(path, () => LabelTiff.Open(path));
        return tiff is null ? Read(path, page, Convert) : Read(path, page, options => Open(tiff.Content, options), Convert);

        LabelImage Convert(Image image) => new(image.Height, image.Width, tiff is { IsWide: true }
            ? ToLabels(path, tiff.Join(image.WriteToMemory<uint>()), image.Width, int.MaxValue)
            : ToLabels(path, image));
    }

    private static CellImage? ReadRaster(string path)
    {
        CheckExists(path);
        return Guard(path, () =>
        {
            using var stream = File.OpenRead(path);
            byte[] head = new byte[8];
            stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return RasterFile.IsKnown(head) ? StoredPixels.ToImage(RasterFile.Read(File.ReadAllBytes(path), path), path) : null;
        });
    }

    private static int[] ToLabels(string path, Image anyImage)
    {
        using var image = WithoutAlpha(anyImage);
        if (image.Bands != 1)
            throw ManyLabelChannels(path, image.Bands);
        if (image.Format is Enums.BandFormat.Uint or Enums.BandFormat.Float or Enums.BandFormat.Double)
        {
            using var doubles = image.Cast(Enums.BandFormat.Double);
            int largest = image.Format == Enums.BandFormat.Float ? LargestFloatLabel : int.MaxValue;
            return ToLabels(path, doubles.WriteToMemory<double>(), image.Width, largest);
        }
        using var ints = image.Cast(Enums.BandFormat.Int);
        int[] labels = ints.WriteToMemory<int>();
        int negative = labels.AsSpan().IndexOfAnyInRange(int.MinValue, -1);
        return negative < 0 ? labels : throw NoLabel(path, labels[negative], negative, image.Width, int.MaxValue);
    }

    /// <summary>The labels of an image whose type also holds other values, each of which is checked.</summary>
    private static int[] ToLabels(string path, double[] values, int width, int largest)
    {
        int[] labels = new int[values.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            double value = values[i];
            if (!(value >= 0 && value <= largest && value == Math.Floor(value)))
                throw NoLabel(path, value, i, width, largest);
            labels[i] = (int)value;
        }
        return labels;
    }

    /// <summary>The error of a label image with other than one channel.</summary>
    public static CellSegException ManyLabelChannels(string path, int channels)
        => new(path, $"a label image has one channel, this one has {channels}", "Save the labels as a single-channel image of whole numbers");

    private static CellSegException NoLabel(string path, double value, int pixel, int width, int largest) => new(
        path,
        string.Create(CultureInfo.InvariantCulture, $"the value {value} in row {pixel / width}, column {pixel % width} is no label"),
        $"Labels are whole numbers from 0 (background) to {largest}");

    private static (int PageCount, string Description) GetHeader(Image image) => (
        image.Contains("n-pages") ? (int)image.Get("n-pages") : 1,
        image.Contains("image-description") ? (string)image.Get("image-description") : "");

    private static T Read<T>(string path, int page, Func<Image, T> convert)
    {
        CheckExists(path);
        return Read(
            path, page, options => Image.NewFromFile(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated, kwargs: options), convert);
    }

    private static Image OpenHeader(string path)
    {
        try
        {
            // libvips remembers files that it opened for access at random, also when others have taken their place.
            return Image.NewFromFile(path, access: Enums.Access.Sequential);
        }
        catch (VipsException)
        {
            if (LabelTiff.Open(path) is { } tiff)
                return Image.NewFromBuffer(tiff.Content);
            throw;
        }
    }

    private static Image Open(byte[] data, VOption options)
        => Image.NewFromBuffer(data, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated, kwargs: options);

    private static T Read<T>(string name, int page, Func<VOption, Image> open, Func<Image, T> convert) => Guard(name, () =>
    {
        var options = new VOption();
        if (page > 0)
            options.Add("page", page);
        using var image = open(options);
        if (image.Format is Enums.BandFormat.Complex or Enums.BandFormat.Dpcomplex)
            throw new CellSegException(name, "its pixels are complex numbers", "Save the magnitude instead");
        long values = (long)image.Width * image.Height * image.Bands;
        if (values > Array.MaxLength)
        {
            throw new CellSegException(
                name, $"its {image.Width} x {image.Height} x {image.Bands} values are more than fit one array", "Cut the image into parts");
        }
        return convert(image);
    });

    private static CellImage ToPixels(Image image)
    {
        using var colour = WithoutAlpha(image);
        using var floats = colour.Cast(Enums.BandFormat.Float);
        return new CellImage(colour.Bands, colour.Height, colour.Width, ToPlanes(floats.WriteToMemory<float>(), colour.Bands));
    }

    private static Image WithoutAlpha(Image image) => image.HasAlpha() ? image.ExtractBand(0, image.Bands - 1) : image.Copy();

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

    private static void CheckExists(string path)
    {
        if (!File.Exists(path))
            throw new CellSegException(path, "there is no such file", "Check the path") { IsMissing = true };
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
