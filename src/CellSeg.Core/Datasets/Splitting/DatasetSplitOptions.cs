namespace CellSeg.Datasets.Splitting;

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

    /// <summary>
    /// Tells the kind of a movie; each part then has its share of each kind, as far as whole movies allow. Null of a movie is a kind of its
    /// own. Default: kinds have no say.
    /// </summary>
    public Func<CellMovie, string?>? StratifyBy { get; init; }

    /// <summary>
    /// Height and width of the tiles that the frames of the test part are cut into, at least 1 pixel; those of the thesis had 128. Default
    /// null: they stay whole.
    /// </summary>
    public int? TestTileSize { get; init; }

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
        Require.AtLeast(TestTileSize, 1);
        if (TestTileSize is not null && TestFraction == 0)
            throw new CellSegException(nameof(TestTileSize), "there is no test part to cut", $"Leave it out, or give a {nameof(TestFraction)} above 0");
    }
}
