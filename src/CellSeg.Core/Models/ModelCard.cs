namespace CellSeg.Models;

/// <summary>What a model is for and where it comes from, in words and numbers for people; nothing is computed with it.</summary>
public sealed record ModelCard
{
    /// <summary>What the model finds, in which images.</summary>
    public string? Description { get; init; }

    /// <summary>What it learnt from.</summary>
    public string? Data { get; init; }

    /// <summary>Under which terms it and what it learnt from may be used.</summary>
    public string? License { get; init; }

    /// <summary>The command that trains it.</summary>
    public string? Command { get; init; }

    /// <summary>The version of the code that trained it.</summary>
    public string? Commit { get; init; }

    /// <summary>Scores by name, such as <c>AP50</c>, on images that it did not learn from.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }
}
