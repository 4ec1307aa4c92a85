namespace CellSeg.Studies.Claims;

/// <summary>What a study says of a claim.</summary>
public sealed record ClaimResult
{
    /// <summary>The claim's short name.</summary>
    public required string Name { get; init; }

    /// <summary>The claim in a sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>The sections of the thesis that make it.</summary>
    public required string Source { get; init; }

    /// <summary>What the study says.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The pairs of the part that has the fewest.</summary>
    public required int Pairs { get; init; }

    /// <summary>
    /// The two-sided p of the claim, uncorrected: twice the smaller of what speaks for it, which is the weakest of its parts, and what
    /// speaks against it, corrected for the number of parts. NaN where a part has no pairs.
    /// </summary>
    public required double P { get; init; }

    /// <summary><see cref="P"/> after Holm's correction for the claims that were tested; NaN where there is none.</summary>
    public required double AdjustedP { get; init; }

    /// <summary>The parts that all have to hold.</summary>
    public required IReadOnlyList<ClaimPartResult> Parts { get; init; }

    /// <summary>The claim's name and what the study says of it.</summary>
    public override string ToString() => $"{Name}: {Verdict}";
}
