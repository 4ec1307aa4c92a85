using System.Text.RegularExpressions;
using System.Xml;

namespace CellSeg.PowerShell.Completion;

/// <summary>The sentences of the library's documentation, which lies beside it, for tool tips. It is read when one is first asked for.</summary>
internal static partial class LibraryDocs
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Summaries = new(Read);

    /// <summary>What the documentation says of a property, or of a value of a choice; null where there is none.</summary>
    /// <param name="type">The type that has it.</param>
    /// <param name="member">Its name.</param>
    public static string? Find(Type type, string member)
        => Summaries.Value.GetValueOrDefault($"{(type.IsEnum ? 'F' : 'P')}:{type.FullName}.{member}");

    private static Dictionary<string, string> Read()
    {
        var summaries = new Dictionary<string, string>();
        try
        {
            using var reader = XmlReader.Create(Path.ChangeExtension(typeof(CellSegException).Assembly.Location, ".xml"));
            while (reader.ReadToFollowing("member"))
            {
                string name = reader.GetAttribute("name") ?? "";
                if (name.StartsWith("P:", StringComparison.Ordinal) || name.StartsWith("F:", StringComparison.Ordinal))
                    summaries[name] = ReadText(reader.ReadSubtree());
            }
        }
        catch (Exception e) when (e is IOException or XmlException or ArgumentException or UnauthorizedAccessException)
        {
            // Without it there are no tips, and completion goes on.
        }
        return summaries;
    }

    /// <summary>The text of a summary; of a reference the last name.</summary>
    private static string ReadText(XmlReader member)
    {
        using var _ = member;
        if (!member.ReadToFollowing("summary"))
            return "";
        using var summary = member.ReadSubtree();
        var text = new System.Text.StringBuilder();
        while (summary.Read())
        {
            if (summary.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                text.Append(summary.Value);
            else if (summary.NodeType == XmlNodeType.Element && (summary.GetAttribute("cref") ?? summary.GetAttribute("langword")) is { } reference)
                text.Append(LastName().Match(reference).Value);
        }
        return Gaps().Replace(text.ToString(), " ").Trim();
    }

    [GeneratedRegex(@"\w+(?=(\(.*\))?$)")]
    private static partial Regex LastName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gaps();
}
