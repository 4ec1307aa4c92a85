namespace CellSeg.Build.Help;

/// <summary>What the help says of a parameter.</summary>
public sealed record ParameterFacts
{
    /// <summary>The name, without its dash.</summary>
    public required string Name { get; init; }

    /// <summary>The type as PowerShell spells it.</summary>
    public required string TypeName { get; init; }

    /// <summary>Paragraphs of Markdown.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>The uses, one a parameter set.</summary>
    public required IReadOnlyList<ParameterUse> Uses { get; init; }

    /// <summary>The value where it is left out; None where there is none.</summary>
    public string Default { get; init; } = "None";

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The values to choose among, with what they mean; none where any value of the type, or of the range, is meant.</summary>
    public IReadOnlyList<(string Value, string Text)> Choices { get; init; } = [];

    /// <summary>The range, such as "0 to 1"; null where there is none.</summary>
    public string? Range { get; init; }

    /// <summary>Whether wildcards are expanded.</summary>
    public bool TakesWildcards { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public bool TakesSeveral => TypeName.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>Whether it is given without a value.</summary>
    public bool IsSwitch => TypeName == CmdletReader.SwitchName;

    /// <summary>Whether it has to be given wherever it can be.</summary>
    public bool IsMandatory => Uses.All(use => use.IsMandatory);

    /// <summary>The position; null where it is always named.</summary>
    public int? Position => Uses.Select(use => use.Position).FirstOrDefault(position => position is not null);

    /// <summary>How it takes objects from the pipe, as PowerShell says it.</summary>
    public string PipelineInput => DescribePipeline(Uses);

    /// <summary>How a parameter takes objects from the pipe, as PowerShell says it.</summary>
    public static string DescribePipeline(IReadOnlyList<ParameterUse> uses)
        => (uses.Any(use => use.ByValue), uses.Any(use => use.ByPropertyName)) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
}
