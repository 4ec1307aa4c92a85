namespace CellSeg.Build.Help;

/// <summary>What a cmdlet's class says of it.</summary>
/// <param name="Verb">The verb of its name.</param>
/// <param name="Noun">The noun of its name.</param>
/// <param name="Sets">The names of its parameter sets, the default one first.</param>
/// <param name="Parameters">Its parameters, in the order in which they are told.</param>
/// <param name="Outputs">The types of its output, with paragraphs of what each is.</param>
public sealed record CmdletFacts(
    string Verb, string Noun, IReadOnlyList<string> Sets, IReadOnlyList<ParameterFacts> Parameters, IReadOnlyList<(string Type, string Text)> Outputs)
{
    /// <summary>The name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The types of what it takes from the pipe, with the parameters that take it.</summary>
    public IReadOnlyList<(string Type, string Text)> Inputs =>
    [
        .. Parameters.Where(parameter => parameter.Uses.Any(use => use.ByValue))
            .Select(parameter => (parameter.TypeName.Replace("[]", "", StringComparison.Ordinal), $"Taken from the pipe by -{parameter.Name}.")),
    ];

    /// <summary>The parameters of a set with their use in it, those with a position first, then those that have to be given.</summary>
    public IEnumerable<(ParameterFacts Parameter, ParameterUse Use)> GetSyntax(string set)
        => Parameters.SelectMany(parameter => parameter.Uses.Where(use => use.Set == set).Select(use => (parameter, use)))
            .OrderBy(item => item.use.Position ?? int.MaxValue).ThenBy(item => item.use.IsMandatory ? 0 : 1);

    /// <summary>The line that PowerShell would show for a set.</summary>
    public string DescribeSyntax(string set)
        => string.Join(' ', [Name, .. GetSyntax(set).Select(item => Describe(item.Parameter, item.Use)), "[<CommonParameters>]"]);

    private static string Describe(ParameterFacts parameter, ParameterUse use)
    {
        string name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string text = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return use.IsMandatory ? text : $"[{text}]";
    }
}
