using System.Text.RegularExpressions;

namespace CellSeg.Build.Help;

/// <summary>The little Markdown that help is written in, as text for a terminal.</summary>
public static partial class PlainText
{
    /// <summary>A paragraph without the marks of code, links and emphasis.</summary>
    public static string Of(string markdown)
        // What stands in backquotes is as it is.
        => string.Concat(markdown.Split('`').Select((part, number) => number % 2 == 1 ? part : Emphasis().Replace(Link().Replace(part, "$1"), "$1")));

    /// <summary>Breaks a paragraph into lines.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="width">The longest line, with its indentation; a longer word stands alone.</param>
    /// <param name="indent">What begins each line.</param>
    /// <param name="hang">Further columns before all lines but the first.</param>
    public static IEnumerable<string> Wrap(string text, int width, string indent, int hang = 0)
    {
        string start = indent, line = start;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > start.Length && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = start = indent + new string(' ', hang);
            }
            line += (line.Length > start.Length ? " " : "") + word;
        }
        yield return line;
    }

    [GeneratedRegex(@"\[([^\]]+)\]\([^)\s]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Emphasis();
}
