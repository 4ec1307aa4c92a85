namespace CellSeg.Studies.Reports;

/// <summary>What is asked of a report of a study.</summary>
public sealed record StudyReportOptions
{
    /// <summary>
    /// The difference of F1 that does not matter: claims that something has no effect, or matches something else, hold within it. Above 0
    /// and at most 0.1, default 0.01.
    /// </summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>Seed of the bootstraps, and of tests over more pairs than can be gone through. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Sentences for the summary: the processor, the budget, whatever a reader should know. Default: none.</summary>
    public IReadOnlyList<string> Note { get; init; } = [];

    /// <summary>Checks that the values are in range.</summary>
    /// <exception cref="CellSegException">One is not; it is the exception's target.</exception>
    public void Validate()
    {
        Require.That(Margin is > 0 and <= 0.1, Margin, "above 0 and at most 0.1");
        // A page of XML's letters has no place for others.
        Require.That(!Note.Any(note => note.Any(char.IsControl)), Note.Count, "a list of sentences without line breaks and tabs", nameof(Note));
    }
}
