using System.Globalization;

namespace CellSeg.Imaging.Stacks;

/// <summary>
/// The lines <c>name=value</c> that ImageJ writes into the description of the first page. Channels follow each other
/// first, then slices, then frames.
/// </summary>
internal static class ImageJDescription
{
    private const string Mark = "ImageJ=";

    /// <summary>The layout of a file of ImageJ; null when another program wrote it.</summary>
    /// <exception cref="CellSegException">The file has depth, or other pages than the description says.</exception>
    public static PlaneLayout? Read(string path, string description, int pageCount)
    {
        if (!description.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var lines = description.Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim());
        int Number(string name)
            => int.TryParse(lines[name].FirstOrDefault(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : 1;

        int images = Number("images");
        if (images > 1 && pageCount == 1)
            throw PlaneLayout.Mismatch(path, $"ImageJ left the headers of {images - 1} of its {images} planes out, as it does beyond 4 GB");
        var order = new PlaneOrder("CZT", Number("channels"), Number("slices"), Number("frames"));
        // Old versions name the images alone.
        if (order.Count == 1)
            return PlaneLayout.OfFrames(pageCount);
        if (order.Count != pageCount)
        {
            throw PlaneLayout.Mismatch(
                path, $"its description tells of {order.Channels} channels, {order.Slices} slices and {order.Frames} frames, but it has {pageCount} pages");
        }
        return PlaneLayout.Of(path, [.. Enumerable.Range(0, pageCount).Select(page => order.At(page, page))]);
    }
}
