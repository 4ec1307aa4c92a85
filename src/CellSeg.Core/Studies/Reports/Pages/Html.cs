using System.Globalization;
using System.Xml.Linq;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>Elements of the page. All text becomes HTML by way of XML, which leaves nothing in it that could be taken for a tag.</summary>
internal static class Html
{
    /// <summary>An element; an attribute among the contents is one of it, a text is its text.</summary>
    public static XElement Make(string name, params object?[] contents) => new(name, contents);

    /// <summary>The class of an element.</summary>
    public static XAttribute Class(string name) => new("class", name);

    /// <summary>A paragraph.</summary>
    public static XElement Paragraph(params object?[] contents) => Make("p", contents);

    /// <summary>A paragraph that says how something is to be read.</summary>
    public static XElement Remark(params object?[] contents) => Make("p", [Class("soft"), .. contents]);

    /// <summary>A section of the page with a heading that can be linked to.</summary>
    public static XElement Section(string id, string title, params object?[] contents)
        => Make("section", new XAttribute("id", id), Make("h2", title), contents);

    /// <summary>A table that scrolls in itself where the screen is too narrow for it.</summary>
    /// <param name="heads">The heads of its columns; those that begin with '#' are of numbers.</param>
    /// <param name="rows">The rows.</param>
    public static XElement Table(IEnumerable<string> heads, IEnumerable<XElement> rows)
        => Make("div", Class("scroll"), Make(
            "table",
            Make("thead", Make("tr", heads.Select(head => head.StartsWith('#')
                ? Make("th", new XAttribute("scope", "col"), Class("number"), head[1..])
                : Make("th", new XAttribute("scope", "col"), head)))),
            Make("tbody", rows)));

    /// <summary>A row of a table.</summary>
    public static XElement Row(params object?[] cells) => Make("tr", cells);

    /// <summary>A row that stands above some others as their heading.</summary>
    public static XElement GroupRow(string title, int columns)
        => Row(Make("th", Class("group"), new XAttribute("colspan", columns), new XAttribute("scope", "colgroup"), title));

    /// <summary>A field of text.</summary>
    public static XElement Cell(string text) => Make("td", text);

    /// <summary>A field of a number.</summary>
    public static XElement Number(string text) => Make("td", Class("number"), text);

    /// <summary>A field of text that stays in one line.</summary>
    public static XElement Line(string text) => Make("td", Class("line"), text);

    /// <summary>A field, or several, of what was not run.</summary>
    public static XElement Missing(int columns, string text = "not run")
        => Make("td", Class("missing"), columns > 1 ? new XAttribute("colspan", columns) : null, text);

    /// <summary>A score with four digits; a dash where there is none.</summary>
    public static string Score(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A difference of scores with its sign.</summary>
    public static string Difference(double value)
        => double.IsNaN(value) ? "–" : value.ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>An interval.</summary>
    public static string Interval(double low, double high, Func<double, string> text) => double.IsNaN(low) ? "–" : $"{text(low)} to {text(high)}";

    /// <summary>A p value.</summary>
    public static string Probability(double value)
        => double.IsNaN(value) ? "–" : value < 0.0001 ? "< 0.0001" : value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A whole number with thin spaces between its thousands.</summary>
    public static string Count(double value)
        => value.ToString("#,0", new NumberFormatInfo { NumberGroupSeparator = "\u202F" });

    /// <summary>Yes or no.</summary>
    public static string Yes(bool? value) => value switch { true => "yes", false => "no", null => "–" };
}
