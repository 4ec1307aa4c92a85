using System.Text;

namespace CellSeg.Build.Help;

/// <summary>A topic of help, about_NAME, written in Markdown and made into the text that <c>Get-Help</c> shows.</summary>
public static class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ", CodeIndent = "      ";

    /// <summary>Makes the text: headings in capitals, paragraphs and lists broken at 80 columns, code as it is.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="markdown">Its page, whose first paragraph is the short description.</param>
    /// <exception cref="BuildException">The page has another title, or a line of code that is too long.</exception>
    public static string Convert(string name, string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        if (lines[0] != $"# {name}")
            throw new BuildException($"the page of {name} does not begin with # {name}");
        var text = new StringBuilder($"TOPIC\n{Indent}{name}\n\nSHORT DESCRIPTION\n");
        var paragraph = new List<string>();
        bool isCode = false, isShort = true;
        foreach (string line in lines.Skip(1))
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            if (isCode && !isFence)
            {
                text.Append(line.Length > 0 ? CodeIndent + Fitting(name, line) : "").Append('\n');
                continue;
            }
            bool startsNew = isFence || line.Length == 0 || line[0] == '#' || line.StartsWith("- ", StringComparison.Ordinal);
            if (startsNew && paragraph.Count > 0)
            {
                Write(text, paragraph, isEnd: line.Length == 0 || isFence || line[0] == '#');
                if (isShort)
                    text.Append("LONG DESCRIPTION\n");
                isShort = false;
            }
            if (isFence)
            {
                text.Append(isCode ? "\n" : "");
                isCode = !isCode;
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
                text.Append(PlainText.Of(line[3..]).ToUpperInvariant()).Append('\n');
            else if (line.Length > 0)
                paragraph.Add(line.Trim());
        }
        Write(text, paragraph, isEnd: true);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder text, List<string> paragraph, bool isEnd)
    {
        bool isItem = paragraph.Count > 0 && paragraph[0].StartsWith("- ", StringComparison.Ordinal);
        foreach (string line in paragraph.Count == 0 ? [] : PlainText.Wrap(PlainText.Of(string.Join(' ', paragraph)), Width, Indent, isItem ? 2 : 0))
            text.Append(line).Append('\n');
        if (paragraph.Count > 0 && isEnd)
            text.Append('\n');
        paragraph.Clear();
    }

    private static string Fitting(string name, string line)
        => CodeIndent.Length + line.Length <= Width
            ? line
            : throw new BuildException($"{name}: this line of code has more than {Width - CodeIndent.Length} characters: {line}");
}
