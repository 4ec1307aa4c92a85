namespace CellSeg.Studies.Claims;

/// <summary>One part of a claim as a row of a table.</summary>
public sealed record ClaimRow
{
    /// <inheritdoc cref="ClaimResult.Name"/>
    public required string Claim { get; init; }

    /// <inheritdoc cref="ClaimResult.Statement"/>
    public required string Statement { get; init; }

    /// <inheritdoc cref="ClaimResult.Verdict"/>
    public required Verdict Verdict { get; init; }

    /// <inheritdoc cref="ClaimResult.P"/>
    public required double P { get; init; }

    /// <inheritdoc cref="ClaimResult.AdjustedP"/>
    public required double AdjustedP { get; init; }

    /// <inheritdoc cref="ClaimResult.Reason"/>
    public required string Reason { get; init; }

    /// <summary>What is compared in this part.</summary>
    public required string Part { get; init; }

    /// <summary>Where the mean difference of the part lies if it holds.</summary>
    public required string Expected { get; init; }

    /// <summary>The pairs of the part.</summary>
    public required int Pairs { get; init; }

    /// <summary>In how many of them the first is better than the second.</summary>
    public required int Better { get; init; }

    /// <summary>The mean difference of F1; NaN without pairs.</summary>
    public required double MeanDifference { get; init; }

    /// <summary>The lower end of its 95 % bootstrap interval; NaN with fewer than two pairs.</summary>
    public required double Low { get; init; }

    /// <summary>The upper end.</summary>
    public required double High { get; init; }

    /// <summary>The p of one side for the part; 1 without pairs.</summary>
    public required double PFor { get; init; }

    /// <summary>The p against it; 1 without pairs.</summary>
    public required double PAgainst { get; init; }

    /// <summary>Whether all ways to toss the signs were gone through.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The rows of a claim, one a part.</summary>
    public static IEnumerable<ClaimRow> Create(ClaimResult claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return claim.Parts.Select(part => new ClaimRow
        {
            Claim = claim.Name,
            Statement = claim.Statement,
            Verdict = claim.Verdict,
            P = claim.P,
            AdjustedP = claim.AdjustedP,
            Reason = claim.Reason,
            Part = part.Statement,
            Expected = part.Comparison.Expectation.ToString(),
            Pairs = part.Comparison.Pairs,
            Better = part.Comparison.Better,
            MeanDifference = part.Comparison.Mean,
            Low = part.Comparison.Low,
            High = part.Comparison.High,
            PFor = part.Comparison.For,
            PAgainst = part.Comparison.Against,
            IsExact = part.Comparison.IsExact,
        });
    }
}
