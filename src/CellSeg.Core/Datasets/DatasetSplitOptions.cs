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

    /// <summary>Seed of the shuffle. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        if (!(TestFraction is >= 0 and < 1 && ValidationFraction is >= 0 and < 1 && TestFraction + ValidationFraction < 1))
        {
            throw new CellSegException(
                "Split",
                $"a test fraction of {TestFraction} and a validation fraction of {ValidationFraction} leave nothing to learn from",
                "Choose both from 0 up, together below 1");
        }
        if (!(Fraction is > 0 and <= 1))
            throw new CellSegException("Split", $"the fraction {Fraction} is not above 0 and at most 1", "Choose a share of the training movies, such as 0.1");
    }
}
