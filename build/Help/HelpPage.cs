using System.Text.RegularExpressions;

namespace CellSeg.Build.Help;

/// <summary>
/// The page of a cmdlet: what is written by hand, around two blocks that are generated. Its sections are Description, Examples, Notes
/// and Related links, of which Notes may be missing.
/// </summary>
public sealed partial class HelpPage
{
    /// <summary>Between these lines stands what is generated.</summary>
    public const string SyntaxMark = "<!-- generated: syntax -->", ParametersMark = "<!-- generated: parameters -->", EndMark = "<!-- end -->";

    private const int FewestExamples = 2;

    /// <summary>One sentence.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Paragraphs of Markdown.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Two or more.</summary>
    public required IReadOnlyList<PageExample> Examples { get; init; }

    /// <summary>Paragraphs of Markdown.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What to read besides: links of Markdown.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>Reads a page.</summary>
    /// <param name="name">The cmdlet.</param>
    /// <param name="text">The page.</param>
    /// <exception cref="BuildException">Something of it is missing.</exception>
    public static HelpPage Parse(string name, string text)
    {
        string own = Generated().Replace(text.ReplaceLineEndings("\n"), "");
        string[] parts = SectionStart().Split(own);
        if (!parts[0].StartsWith($"# {name}\n", StringComparison.Ordinal))
            throw new BuildException($"the page of {name} does not begin with # {name}");
        var sections = parts.Skip(1).Select(part => part.Split('\n', 2)).ToDictionary(part => part[0].Trim(), part => part[^1]);
        string Section(string title) => sections.GetValueOrDefault(title) ?? throw new BuildException($"the page of {name} has no ## {title}");
        var examples = ExampleStart().Split(Section("Examples")).Skip(1).Select(body => ReadExample(name, body)).ToList();
        if (examples.Count < FewestExamples)
            throw new BuildException($"the page of {name} has {examples.Count} examples, and {FewestExamples} are the least");
        return new HelpPage
        {
            Synopsis = NotEmpty(name, "a sentence under its title", Paragraphs(parts[0].Split('\n', 2)[1]))[0],
            Description = NotEmpty(name, "a description", Paragraphs(Section("Description"))),
            Examples = examples,
            Notes = Paragraphs(sections.GetValueOrDefault("Notes", "")),
            Links = [.. Paragraphs(Section("Related links")).Select(line => line.TrimStart('-', ' '))],
        };
    }

    /// <summary>The page with its generated blocks made anew.</summary>
    /// <exception cref="BuildException">The page has no place for a block.</exception>
    public static string Fill(CmdletFacts cmdlet, string text)
    {
        text = Fill(text, cmdlet.Name, SyntaxMark, PageBlocks.WriteSyntax(cmdlet));
        return Fill(text, cmdlet.Name, ParametersMark, PageBlocks.WriteParameters(cmdlet));
    }

    private static string Fill(string text, string name, string mark, string block)
    {
        int start = text.IndexOf(mark, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf(EndMark, start, StringComparison.Ordinal);
        return end < 0
            ? throw new BuildException($"the page of {name} has no lines {mark} and {EndMark}")
            : $"{text[..start]}{mark}\n{block.Trim()}\n{text[end..]}";
    }

    private static PageExample ReadExample(string name, string body)
    {
        string[] parts = body.Split('\n', 2);
        var code = Code().Match(parts[1]);
        if (!code.Success)
            throw new BuildException($"the example '{parts[0].Trim()}' of {name} has no ```powershell");
        return new PageExample(parts[0].Trim(), code.Groups["code"].Value.TrimEnd(), Paragraphs(parts[1].Remove(code.Index, code.Length)));
    }

    /// <summary>Paragraphs, in which a line ends nothing; each item of a list is one.</summary>
    private static string[] Paragraphs(string text)
        => [.. ParagraphEnd().Split(Comment().Replace(text, "")).Select(part => LineEnd().Replace(part, " ").Trim()).Where(part => part.Length > 0)];

    private static string[] NotEmpty(string name, string what, string[] paragraphs)
        => paragraphs.Length > 0 ? paragraphs : throw new BuildException($"the page of {name} lacks {what}");

    [GeneratedRegex($"{SyntaxMark}.*?{EndMark}|{ParametersMark}.*?{EndMark}", RegexOptions.Singleline)]
    private static partial Regex Generated();

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex SectionStart();

    [GeneratedRegex("^### ", RegexOptions.Multiline)]
    private static partial Regex ExampleStart();

    [GeneratedRegex("```powershell\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\n\s*\n|\n(?=- )")]
    private static partial Regex ParagraphEnd();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnd();
}
