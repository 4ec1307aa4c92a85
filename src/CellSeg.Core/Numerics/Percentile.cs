using System.Numerics;

namespace CellSeg.Numerics;

/// <summary>
/// Percentiles of sorted values, with linear interpolation between the two nearest ranks: what NumPy does by default.
/// </summary>
internal static class Percentile
{
    /// <summary>The value below which a percentage of all values lie.</summary>
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="percent">0 to 100.</param>
    /// <returns>NaN when there are no values.</returns>
    public static double Find<T>(ReadOnlySpan<T> sorted, double percent) where T : INumber<T>
        => AtRank(sorted, (sorted.Length - 1) * percent / 100);

    /// <summary>The value below which a fraction of all values lie.</summary>
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="fraction">0 to 1.</param>
    /// <returns>NaN when there are no values.</returns>
    public static double FindFraction<T>(ReadOnlySpan<T> sorted, double fraction) where T : INumber<T>
        => AtRank(sorted, fraction * (sorted.Length - 1));

    /// <summary>Percentiles of the finite ones of some values in any order, without sorting them.</summary>
    /// <param name="values">Any values.</param>
    /// <param name="percents">0 to 100 each.</param>
    /// <returns>What <see cref="Find"/> gives of them sorted, in the order of the percentages; NaN when none is finite.</returns>
    public static double[] FindFinite(ReadOnlySpan<float> values, params ReadOnlySpan<double> percents)
    {
        var finder = new PercentileFinder(percents);
        do
            finder.Add(values);
        while (!finder.EndPass());
        return finder.Found;
    }

    /// <summary>The finite ones of some values, in ascending order.</summary>
    public static ReadOnlySpan<float> SortFinite(ReadOnlySpan<float> values) => SortFiniteInPlace(values.ToArray());

    /// <summary>Sorts values, and finds the finite ones among them.</summary>
    public static ReadOnlySpan<float> SortFiniteInPlace(float[] values)
    {
        // NaN comes first, then the infinities at either end.
        Array.Sort(values);
        int first = Array.FindIndex(values, float.IsFinite);
        return first < 0 ? [] : values.AsSpan(first..(Array.FindLastIndex(values, float.IsFinite) + 1));
    }

    private static double AtRank<T>(ReadOnlySpan<T> sorted, double rank) where T : INumber<T>
    {
        if (sorted.IsEmpty)
            return double.NaN;
        int below = (int)rank;
        T low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return Interpolate(low, high, rank - below);
    }

    /// <summary>What lies between two neighbours in the order.</summary>
    /// <param name="low">The lower one.</param>
    /// <param name="high">The higher one.</param>
    /// <param name="fraction">0 for the lower one, up to 1 for the higher one.</param>
    public static double Interpolate<T>(T low, T high, double fraction) where T : INumber<T>
        => double.CreateChecked(low) + (double.CreateChecked(high - low) * fraction);
}
