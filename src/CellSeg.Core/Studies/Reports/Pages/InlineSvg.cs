using System.Globalization;
using System.Xml.Linq;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>Figures as parts of a page.</summary>
internal static class InlineSvg
{
    /// <summary>Makes a figure part of a page: it is as wide as there is room, and its names are its own.</summary>
    /// <param name="svg">The figure.</param>
    /// <param name="name">A name that no other figure of the page has.</param>
    /// <param name="title">What it shows, for those who do not see it.</param>
    public static XElement Create(string svg, string name, string title)
    {
        var figure = XDocument.Parse(svg).Root!;
        // Names are of the whole page there, and each figure numbers its own from 0.
        foreach (var attribute in figure.DescendantsAndSelf().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            if (attribute.Name == "id")
                attribute.Value = $"{name}-{attribute.Value}";
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
                attribute.Value = $"url(#{name}-{attribute.Value["url(#".Length..]}";
            else if (attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#'))
                attribute.Value = $"#{name}-{attribute.Value[1..]}";
        }
        string width = ReadLength(figure, "width"), height = ReadLength(figure, "height");
        figure.SetAttributeValue("width", null);
        figure.SetAttributeValue("height", null);
        figure.SetAttributeValue("viewBox", $"0 0 {width} {height}");
        figure.SetAttributeValue("style", $"max-width: {width}px");
        figure.SetAttributeValue("role", "img");
        figure.AddFirst(new XElement(figure.Name.Namespace + "title", title));
        return figure;
    }

    private static string ReadLength(XElement figure, string name)
        => double.Parse(figure.Attribute(name)!.Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
