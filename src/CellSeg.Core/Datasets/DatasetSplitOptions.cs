namespace CellSeg.Datasets;

/// <summary>How a data set is split.</summary>
public sealed record DatasetSplitOptions
{
    /// <summary>The share of the movies to judge by, [0, 1). Default 0.2.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>The share of the movies to choose by, [0, 1). Default 0.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>The share of the remaining movies to learn from, (0, 1]. Default 1.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>Seed of the shuffle; equal seeds give equal parts. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.Below(TestFraction, 0.0, 1.0);
        Require.Below(ValidationFraction, 0.0, 1.0);
        Require.That(
            TestFraction + ValidationFraction < 1, ValidationFraction,
            FormattableString.Invariant($"below 1 together with a test fraction of {TestFraction}, or nothing is left to learn from"));
        Require.That(Fraction is > 0 and <= 1, Fraction, "above 0 and up to 1");
    }
}
