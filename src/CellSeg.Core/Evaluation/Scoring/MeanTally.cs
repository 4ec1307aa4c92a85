namespace CellSeg.Evaluation.Scoring;

/// <summary>A mean that can be added to; NaN while nothing was.</summary>
internal struct MeanTally
{
    /// <summary>Adds up several values that are given by their sum.</summary>
    public MeanTally(double sum, long count) => (Sum, Count) = (sum, count);

    /// <summary>All values together.</summary>
    public double Sum { get; private set; }

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of the values; NaN without one.</summary>
    public readonly double Mean => Sum / Count;

    /// <summary>A ratio as one value; 0/0 is left out.</summary>
    public static MeanTally OfRatio(double numerator, double denominator)
        => denominator == 0 ? default : new MeanTally(numerator / denominator, 1);

    /// <summary>Adds one value.</summary>
    public void AddValue(double value)
    {
        Sum += value;
        Count++;
    }

    /// <summary>Adds the values of another mean.</summary>
    public void Add(MeanTally other)
    {
        Sum += other.Sum;
        Count += other.Count;
    }
}
