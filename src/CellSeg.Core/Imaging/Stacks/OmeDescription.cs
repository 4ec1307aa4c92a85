using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CellSeg.Imaging.Selection;

namespace CellSeg.Imaging.Stacks;

/// <summary>
/// The OME-XML in the description of the first page of an OME-TIFF file (docs.openmicroscopy.org/ome-model, "OME-TIFF
/// specification"): sizes, the order of planes and, in <c>TiffData</c>, which planes lie in which file.
/// </summary>
internal static class OmeDescription
{
    /// <summary>What an OME-TIFF file tells of its pages; null when the description is none of OME, or points to another file.</summary>
    /// <exception cref="CellSegException">
    /// The XML is broken, or the file has several images, depth of which nothing was chosen, or other pages than it says.
    /// </exception>
    public static StackDescription? Read(string path, string description, int pageCount, SliceSelector? slice)
    {
        if (!description.Contains("<OME", StringComparison.Ordinal))
            return null;
        if (Parse(path, description, isNeeded: pageCount > 1) is not { } root)
            return null;
        var images = root.Elements().Where(element => element.Name.LocalName == "Image").ToList();
        var pixels = images.SelectMany(image => image.Elements()).Where(element => element.Name.LocalName == "Pixels").ToList();
        if (pixels.Count == 0)
            return null;
        if (pixels.Count > 1 && pageCount > 1)
            throw new CellSegException(path, $"it holds {pixels.Count} images, such as wells or positions", "Save every image as a file of its own");
        string[] names = [.. Channels(pixels[0]).Select(channel => (string?)channel.Attribute("Name") ?? "")];
        // One page is one frame, of whatever data set it is a part.
        var layout = pageCount == 1
            ? PlaneLayout.OfFrames(path, pageCount, slice)
            : PlaneLayout.Of(path, FindPlanes(path, pixels[0], pageCount), slice, names);
        return new StackDescription(layout, FindPixelSize(pixels[0])) { SampleNames = names };
    }

    private static IEnumerable<XElement> Channels(XElement pixels) => pixels.Elements().Where(element => element.Name.LocalName == "Channel");

    private static double? FindPixelSize(XElement pixels)
        => StackDescription.FindPixelSize(Length(pixels, "PhysicalSizeX"), Length(pixels, "PhysicalSizeY"));

    /// <summary>A length in micrometres, which is OME's unit where none is named; null without one, or in units of no length.</summary>
    private static double? Length(XElement pixels, string attribute)
    {
        if (!double.TryParse((string?)pixels.Attribute(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return null;
        return (string?)pixels.Attribute(attribute + "Unit") switch
        {
            null or "\u00B5m" or "\u03BCm" or "um" => value,
            "nm" => value * 1e-3,
            "mm" => value * 1e3,
            "cm" => value * 1e4,
            "m" => value * 1e6,
            _ => null,
        };
    }

    /// <returns>Null where the text is broken, but the one page that there is can be read without it.</returns>
    private static XElement? Parse(string path, string description, bool isNeeded)
    {
        // The text is data from anywhere: nothing may be fetched or expanded on its behalf.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new StringReader(description.TrimStart('\uFEFF', ' ', '\r', '\n')), settings);
            return XElement.Load(reader);
        }
        catch (XmlException) when (!isNeeded)
        {
            return null;
        }
        catch (XmlException e)
        {
            throw new CellSegException(path, $"its OME-XML cannot be read ({e.Message.TrimEnd('.')})", "Save the image again with the program that made it", e);
        }
    }

    private static List<Plane> FindPlanes(string path, XElement pixels, int pageCount)
    {
        var order = OrderOf(pixels);
        var blocks = pixels.Elements().Where(element => element.Name.LocalName == "TiffData").ToList();
        List<Plane> planes = blocks.Count == 0
            ? [.. Enumerable.Range(0, (int)Int128.Min(order.Count, (Int128)pageCount + 1)).Select(page => order.At(page, page))]
            : [.. BlocksOf(path, blocks).SelectMany(block => PlanesOf(block, order, pageCount))];
        if (planes.Count != pageCount || planes.Any(plane => plane.Page < 0 || plane.Page >= pageCount))
        {
            throw PlaneLayout.Mismatch(
                path,
                $"its OME-XML tells of {order.Channels} channels, {order.Slices} slices and {order.Frames} frames, which do not fit its {pageCount} pages");
        }
        return planes;
    }

    private static PlaneOrder OrderOf(XElement pixels)
    {
        // The samples of a colour image count as channels, but lie in one page.
        int samples = Channels(pixels).Select(channel => Size(channel, "SamplesPerPixel")).FirstOrDefault(1);
        string dimensions = (string?)pixels.Attribute("DimensionOrder") is ['X', 'Y', .. var rest] && rest.Order().SequenceEqual("CTZ") ? rest : "CZT";
        return new PlaneOrder(dimensions, Math.Max(1, Size(pixels, "SizeC") / samples), Size(pixels, "SizeZ"), Size(pixels, "SizeT"));
    }

    /// <summary>The blocks that tell of this file. A data set may be spread over several; a single one may have been renamed.</summary>
    private static IEnumerable<XElement> BlocksOf(string path, List<XElement> blocks)
    {
        static string? FileOf(XElement block)
            => Path.GetFileName((string?)block.Elements().FirstOrDefault(element => element.Name.LocalName == "UUID")?.Attribute("FileName"));

        return blocks.Select(FileOf).Distinct().Count() == 1
            ? blocks
            : blocks.Where(block => FileOf(block) is not { } name || string.Equals(name, Path.GetFileName(path), StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<Plane> PlanesOf(XElement block, PlaneOrder order, int pageCount)
    {
        int? page = Number(block, "IFD");
        int start = order.IndexOf(Number(block, "FirstC") ?? 0, Number(block, "FirstZ") ?? 0, Number(block, "FirstT") ?? 0);
        // A page alone stands for one plane; a block that says nothing, for all of them.
        var count = Number(block, "PlaneCount") ?? (page is null ? order.Count - start : 1);
        return Enumerable.Range(0, (int)Int128.Clamp(count, 0, pageCount)).Select(i => order.At((page ?? 0) + i, start + i));
    }

    private static int Size(XElement element, string attribute) => Math.Max(1, Number(element, attribute) ?? 1);

    private static int? Number(XElement element, string attribute)
        => int.TryParse((string?)element.Attribute(attribute), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
}
