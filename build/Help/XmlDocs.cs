using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CellSeg.Build.Help;

/// <summary>The summaries that compilers write beside assemblies, as paragraphs of Markdown.</summary>
public sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Adds the summaries of an assembly.</summary>
    /// <param name="document">What the compiler wrote.</param>
    public void Add(XDocument document)
    {
        foreach (var member in document.Descendants("member"))
            _members[(string)member.Attribute("name")!] = member;
    }

    /// <summary>The summary of a type.</summary>
    public IReadOnlyList<string> Find(Type type) => Find($"T:{NameOf(type)}");

    /// <summary>The summary of a property.</summary>
    public IReadOnlyList<string> Find(PropertyInfo property) => Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    /// <summary>The summary of a member of an enumeration.</summary>
    public IReadOnlyList<string> Find(FieldInfo field) => Find($"F:{NameOf(field.DeclaringType!)}.{field.Name}");

    private static string NameOf(Type type)
        => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    /// <returns>No paragraphs where there is no summary.</returns>
    private string[] Find(string id)
        => _members.TryGetValue(id, out var member) && member.Element("summary") is { } summary
            ? [.. ParagraphEnd().Split(Write(summary)).Select(text => Spaces().Replace(text, " ").Trim()).Where(text => text.Length > 0)]
            : [];

    private static string Write(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => Spaces().Replace(text.Value, " "),
        XElement { Name.LocalName: "para" } paragraph => $"\n\n{Write(paragraph)}\n\n",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } reference when reference.IsEmpty => Name(reference),
        XElement inner => Write(inner),
        _ => "",
    }));

    private static string Name(XElement reference)
    {
        string id = reference.Attributes().First().Value.Split('(')[0];
        return id[(Math.Max(id.LastIndexOf('.'), id.LastIndexOf(':')) + 1)..];
    }

    [GeneratedRegex(@"\n\n")]
    private static partial Regex ParagraphEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
