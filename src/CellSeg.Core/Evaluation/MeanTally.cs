namespace CellSeg.Evaluation;

/// <summary>A mean that can be added to; NaN while nothing was.</summary>
internal struct MeanTally
{
    private double _sum;
    private long _count;

    public readonly double Sum => _sum;

    public readonly long Count => _count;

    public readonly double Mean => _sum / _count;

    public void AddValue(double value)
    {
        _sum += value;
        _count++;
    }

    /// <summary>Adds several values by their sum.</summary>
    public void AddSum(double sum, long count)
    {
        _sum += sum;
        _count += count;
    }

    /// <summary>Adds a ratio as one value; 0/0 is left out.</summary>
    public void AddRatio(double numerator, double denominator)
    {
        if (denominator != 0)
            AddValue(numerator / denominator);
    }

    public void Add(MeanTally other)
    {
        _sum += other._sum;
        _count += other._count;
    }
}
