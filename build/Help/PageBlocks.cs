using System.Text;

namespace CellSeg.Build.Help;

/// <summary>What is generated of a page, in Markdown.</summary>
public static class PageBlocks
{
    /// <summary>The syntax, a line a parameter set.</summary>
    public static string WriteSyntax(CmdletFacts cmdlet)
    {
        var text = new StringBuilder("## Syntax\n");
        foreach (string set in cmdlet.Sets)
            text.Append($"\n```text\n{Fold(cmdlet.DescribeSyntax(set))}\n```\n");
        return text.ToString();
    }

    /// <summary>The parameters, inputs and outputs.</summary>
    public static string WriteParameters(CmdletFacts cmdlet)
    {
        var text = new StringBuilder("## Parameters\n");
        foreach (var parameter in cmdlet.Parameters)
        {
            string type = parameter.IsSwitch ? "" : $" \\<{parameter.TypeName}\\>";
            text.Append($"\n### -{parameter.Name}{type}\n\n");
            text.AppendJoin("\n\n", parameter.Text).Append("\n\n");
            foreach (var (value, meaning) in parameter.Choices)
                text.Append($"- `{value}`: {meaning}\n");
            if (parameter.Choices.Count > 0)
                text.Append('\n');
            text.AppendJoin(" · ", Facts(cmdlet, parameter).Select(fact => $"{fact.Name}: {fact.Value}")).Append('\n');
        }
        text.Append("\nThe common parameters are those of every cmdlet: `Get-Help about_CommonParameters`.\n");
        AppendTypes(text, "Inputs", cmdlet.Inputs);
        AppendTypes(text, "Outputs", cmdlet.Outputs);
        return text.ToString();
    }

    private static void AppendTypes(StringBuilder text, string title, IReadOnlyList<(string Type, string Text)> types)
    {
        text.Append($"\n## {title}\n\n");
        if (types.Count == 0)
            text.Append("Nothing.\n");
        foreach (var (type, meaning) in types)
            text.Append($"- **{type}**{(meaning.Length > 0 ? $": {meaning}" : "")}\n");
    }

    private static IEnumerable<(string Name, string Value)> Facts(CmdletFacts cmdlet, ParameterFacts parameter)
    {
        yield return ("Required", parameter.IsMandatory ? "yes" : "no");
        if (parameter.Position is { } position)
            yield return ("Position", $"{position}");
        if (!parameter.IsMandatory)
            yield return ("Default", $"`{parameter.Default}`");
        if (parameter.Range is { } range)
            yield return ("Range", range);
        if (parameter.PipelineInput is var pipe && pipe != "False")
            yield return ("Pipeline", pipe.Replace("True ", "", StringComparison.Ordinal).Trim('(', ')'));
        if (parameter.TakesWildcards)
            yield return ("Wildcards", "yes");
        if (parameter.Aliases.Count > 0)
            yield return (parameter.Aliases.Count > 1 ? "Aliases" : "Alias", string.Join(", ", parameter.Aliases));
        if (parameter.Uses.Count < cmdlet.Sets.Count)
            yield return (parameter.Uses.Count > 1 ? "Parameter sets" : "Parameter set", string.Join(", ", parameter.Uses.Select(use => use.Set)));
    }

    /// <summary>Breaks a syntax line between parameters, where it would be long to read.</summary>
    private static string Fold(string line)
    {
        const int Width = 120;
        var lines = new List<string> { "" };
        foreach (string word in line.Replace(" [-", "\n[-", StringComparison.Ordinal).Replace(" -", "\n-", StringComparison.Ordinal)
                     .Replace(" [[-", "\n[[-", StringComparison.Ordinal).Replace(" [<", "\n[<", StringComparison.Ordinal).Split('\n'))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length + 1 > Width)
                lines.Add("    ");
            lines[^1] += (lines[^1].Trim().Length > 0 ? " " : "") + word;
        }
        return string.Join('\n', lines);
    }
}
