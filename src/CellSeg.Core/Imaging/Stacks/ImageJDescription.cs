using System.Globalization;
using System.Text;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Selection;

namespace CellSeg.Imaging.Stacks;

/// <summary>
/// The lines <c>name=value</c> that ImageJ writes into the description of the first page. Channels follow each other
/// first, then slices, then frames. Files of this library have two lines more, over which ImageJ passes: who wrote them, and the
/// size of a pixel in all its digits, of which the resolution of a TIFF file keeps seven.
/// </summary>
internal static class ImageJDescription
{
    private const string Mark = "ImageJ=", OwnMark = "writer=CellSeg", PixelSizeName = "pixel_size";

    // Above so many micrometres a pixel the resolution is in pixels a millimetre, for libvips writes none below 0.01.
    private const double LargestMicrons = 50;

    // What becomes of a size by the digits that a resolution keeps.
    private const double RoundedSize = 1e-6;

    // Micrometres a unit, by the names that ImageJ writes; it writes the sign for micro as an escape, too.
    private static readonly Dictionary<string, double> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["micron"] = 1, ["microns"] = 1, ["micrometer"] = 1, ["um"] = 1, ["\u00B5m"] = 1, ["\u03BCm"] = 1, ["\\u00B5m"] = 1,
        ["nm"] = 1e-3, ["mm"] = 1e3, ["cm"] = 1e4, ["inch"] = 25400,
    };

    /// <summary>The description of a file of this library, with one slice.</summary>
    /// <param name="channels">Channels of each frame.</param>
    /// <param name="frames">Points in time.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows. The resolution of the file belongs to it: <see cref="GetResolution"/>.</param>
    public static string Write(int channels, int frames, double? pixelSize)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Mark}1.54f\nimages={channels * frames}\nchannels={channels}\nslices=1\nframes={frames}\n");
        if (channels * frames > 1)
            text.Append("hyperstack=true\nmode=grayscale\n");
        if (pixelSize is { } size)
            text.Append(CultureInfo.InvariantCulture, $"unit={UnitOf(size)}\n{PixelSizeName}={size:R}\n");
        else
            text.Append("unit=pixel\n");
        return text.Append(OwnMark).Append('\n').ToString();
    }

    /// <summary>The resolution of a file that has the description: pixels a unit of it, whatever TIFF's own unit is.</summary>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    public static double GetResolution(double? pixelSize) => pixelSize is { } size ? Units[UnitOf(size)] / size : 1;

    /// <summary>Whether this is the description of a file that this library wrote.</summary>
    public static bool IsOwn(string description) => description.Split('\n').Contains(OwnMark);

    /// <summary>How many planes the description of a file of ImageJ tells of; 1 for any other.</summary>
    public static int CountImages(string description)
        => description.StartsWith(Mark, StringComparison.Ordinal) ? Number(Parse(description), "images") : 1;

    /// <summary>What a file of ImageJ tells of its pages; null when another program wrote it.</summary>
    /// <exception cref="CellSegException">The file has depth of which nothing was chosen, or other pages than the description says.</exception>
    public static StackDescription? Read(string path, string description, PageFile file, SliceSelector? slice)
    {
        if (!description.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var lines = Parse(description);
        var order = new PlaneOrder("CZT", Number(lines, "channels"), Number(lines, "slices"), Number(lines, "frames"));
        // Old versions name the images alone.
        if (order.Count != 1 && order.Count != file.PageCount)
        {
            throw PlaneLayout.Mismatch(
                path,
                $"its description tells of {order.Channels} channels, {order.Slices} slices and {order.Frames} frames, "
                + $"but it has {file.PageCount} pages");
        }
        var layout = order.Count == 1
            ? PlaneLayout.OfFrames(path, file.PageCount, slice)
            : PlaneLayout.Of(path, [.. Enumerable.Range(0, file.PageCount).Select(page => order.At(page, page))], slice, NameChannels(order, file.PageNames));
        return new StackDescription(layout, FindPixelSize(lines, file.Resolution));
    }

    private static string UnitOf(double pixelSize) => pixelSize > LargestMicrons ? "mm" : "micron";

    private static ILookup<string, string> Parse(string description)
        => description.Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim());

    private static int Number(ILookup<string, string> lines, string name)
        => int.TryParse(lines[name].FirstOrDefault(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : 1;

    /// <summary>ImageJ names planes. A channel has a name when its planes have it, or its plane of the first slice and frame has one of its own.</summary>
    private static string[] NameChannels(PlaneOrder order, IReadOnlyList<string> planes)
    {
        if (order.Channels == 1 || planes.Count < order.Channels)
            return [];
        string[] names = [.. planes.Take(order.Channels)];
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length ? names : [];
    }

    private static double? FindPixelSize(ILookup<string, string> lines, (double X, double Y)? resolution)
    {
        if (resolution is not var (x, y) || lines["unit"].FirstOrDefault() is not { } unit || !Units.TryGetValue(unit, out double micrometres))
            return null;
        double? rounded = StackDescription.FindPixelSize(micrometres / x, micrometres / y);
        return double.TryParse(lines[PixelSizeName].FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out double exact)
            && Math.Abs((rounded ?? 0) - exact) < RoundedSize * exact ? exact : rounded;
    }
}
