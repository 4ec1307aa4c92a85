using System.Globalization;
using System.Xml.Linq;

namespace CellSeg.Imaging.Tiff.Writing;

/// <summary>The OME-XML of a file with one plane (docs.openmicroscopy.org/ome-model, schema 2016-06), in ASCII.</summary>
internal static class OmeText
{
    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Writes the text.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bits">Bits of a pixel, which is a whole number without a sign.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    public static string Write(int height, int width, int bits, double? pixelSize)
    {
        var pixels = new XElement(
            Ome + "Pixels",
            new XAttribute("ID", "Pixels:0"),
            new XAttribute("DimensionOrder", "XYCZT"),
            new XAttribute("Type", string.Create(CultureInfo.InvariantCulture, $"uint{bits}")),
            new XAttribute("SizeX", width),
            new XAttribute("SizeY", height),
            new XAttribute("SizeC", 1),
            new XAttribute("SizeZ", 1),
            new XAttribute("SizeT", 1),
            new XAttribute("BigEndian", false),
            new XAttribute("Interleaved", false),
            // Micrometres are the unit where none is named. By its sign the text would not be ASCII.
            pixelSize is { } size ? new[] { new XAttribute("PhysicalSizeX", size), new XAttribute("PhysicalSizeY", size) } : [],
            new XElement(Ome + "Channel", new XAttribute("ID", "Channel:0:0"), new XAttribute("SamplesPerPixel", 1)),
            new XElement(Ome + "TiffData", new XAttribute("IFD", 0), new XAttribute("PlaneCount", 1)));
        var root = new XElement(
            Ome + "OME",
            new XAttribute(XNamespace.Xmlns + "xsi", Instance),
            new XAttribute(Instance + "schemaLocation", $"{Ome} {Ome}/ome.xsd"),
            new XAttribute("Creator", "CellSeg"),
            new XElement(Ome + "Image", new XAttribute("ID", "Image:0"), pixels));
        return $"""<?xml version="1.0" encoding="UTF-8"?>{root.ToString(SaveOptions.DisableFormatting)}""";
    }
}
