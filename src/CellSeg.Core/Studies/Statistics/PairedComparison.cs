namespace CellSeg.Studies.Statistics;

/// <summary>
/// How the mean difference over matched pairs compares with what is expected of it. An expectation is tested at each of its ends by a
/// sign-flip test: within a margin on both sides is two one-sided tests (Schuirmann 1987), so that "no effect" has to be shown and is
/// not what is left when a test fails.
/// </summary>
public sealed record PairedComparison
{
    private PairedComparison(Expectation expectation) => Expectation = expectation;

    /// <summary>Where the mean is expected.</summary>
    public Expectation Expectation { get; }

    /// <summary>How many pairs there are.</summary>
    public required int Pairs { get; init; }

    /// <summary>In how many of them the first is better than the second.</summary>
    public required int Better { get; init; }

    /// <summary>The mean difference, first less second; NaN without pairs.</summary>
    public required double Mean { get; init; }

    /// <summary>The lower end of the 95 % bootstrap interval of the mean over pairs; NaN with fewer than two.</summary>
    public required double Low { get; init; }

    /// <summary>The upper end of the interval.</summary>
    public required double High { get; init; }

    /// <summary>The p of one side that speaks for the expectation; 1 without pairs.</summary>
    public required double For { get; init; }

    /// <summary>The p that speaks against it; 1 without pairs.</summary>
    public required double Against { get; init; }

    /// <summary>Whether all ways to toss the signs were gone through.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="differences">One a pair, first less second; there may be none.</param>
    /// <param name="expectation">Where their mean is expected.</param>
    /// <param name="seed">Seed of bootstrap and draws.</param>
    public static PairedComparison Create(IReadOnlyList<double> differences, Expectation expectation, long seed)
    {
        ArgumentNullException.ThrowIfNull(differences);
        ArgumentNullException.ThrowIfNull(expectation);
        var interval = MeanBootstrap.FindInterval(differences, seed);
        var (support, objection, isExact) = differences.Count == 0 ? (1, 1, true) : Test(differences, expectation, seed);
        return new PairedComparison(expectation)
        {
            Pairs = differences.Count,
            Better = differences.Count(difference => difference > 0),
            Mean = differences.Count == 0 ? double.NaN : differences.Average(),
            Low = interval.Low,
            High = interval.High,
            For = support,
            Against = objection,
            IsExact = isExact,
        };
    }

    private static (double For, double Against, bool IsExact) Test(IReadOnlyList<double> differences, Expectation expectation, long seed)
    {
        SignFlipTails[] above = double.IsInfinity(expectation.Low) ? [] : [SignFlipTest.Run(differences, expectation.Low, seed)];
        SignFlipTails[] below = double.IsInfinity(expectation.High) ? [] : [SignFlipTest.Run(differences, expectation.High, seed)];
        // Both ends must hold; one that does not is enough against it, for which there are as many chances as ends.
        double support = above.Select(tails => tails.Greater).Concat(below.Select(tails => tails.Less)).Max();
        double objection = above.Select(tails => tails.Less).Concat(below.Select(tails => tails.Greater)).Min();
        int ends = above.Length + below.Length;
        return (support, Math.Min(1, ends * objection), above.Concat(below).All(tails => tails.IsExact));
    }
}
