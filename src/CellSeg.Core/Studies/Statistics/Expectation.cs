namespace CellSeg.Studies.Statistics;

/// <summary>Where a mean difference lies if a claim holds: between two numbers, of which one may be infinite.</summary>
/// <param name="Low">It is above this.</param>
/// <param name="High">It is below this.</param>
public sealed record Expectation(double Low, double High)
{
    /// <summary>The first is better than the second.</summary>
    public static Expectation Gain { get; } = new(0, double.PositiveInfinity);

    /// <summary>The first is not better than the second by a margin or more.</summary>
    public static Expectation GainBelow(double margin) => new(double.NegativeInfinity, margin);

    /// <summary>The first is not worse than the second by a margin or more.</summary>
    public static Expectation NotWorse(double margin) => new(-margin, double.PositiveInfinity);

    /// <summary>Neither is better than the other by a margin or more.</summary>
    public static Expectation Equivalence(double margin) => new(-margin, margin);

    /// <summary>Whether a whole interval lies within; not where an end of it is NaN.</summary>
    public bool Contains(double low, double high) => low > Low && high < High;

    /// <summary>The expectation for people, such as "between -0.01 and 0.01".</summary>
    public override string ToString()
        => double.IsInfinity(High) ? FormattableString.Invariant($"above {Low}")
            : double.IsInfinity(Low) ? FormattableString.Invariant($"below {High}")
            : FormattableString.Invariant($"between {Low} and {High}");
}
