namespace CellSeg.Studies.Statistics;

/// <summary>The correction of several tests for each other (Holm 1979): the chance of one false finding among all stays below the level.</summary>
internal static class HolmCorrection
{
    /// <summary>Corrects p values.</summary>
    /// <param name="values">The p of each test.</param>
    /// <returns>The corrected ones in the same order, at most 1.</returns>
    public static double[] Adjust(IReadOnlyList<double> values)
    {
        double[] adjusted = new double[values.Count];
        double largest = 0;
        foreach (var (rank, (index, value)) in values.Index().OrderBy(entry => entry.Item).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (values.Count - rank) * value));
            adjusted[index] = largest;
        }
        return adjusted;
    }
}
