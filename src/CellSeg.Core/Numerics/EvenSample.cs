namespace CellSeg.Numerics;

/// <summary>Some items of a list that stand for all of it.</summary>
internal static class EvenSample
{
    /// <summary>Items evenly over a list, which may be sorted by kind, in its order: all of them where there are not more.</summary>
    /// <param name="items">The list.</param>
    /// <param name="maximum">The most to take, at least 0.</param>
    public static IEnumerable<T> Take<T>(IReadOnlyList<T> items, int maximum)
    {
        int count = Math.Min(items.Count, maximum);
        return Enumerable.Range(0, count).Select(i => items[(int)((long)i * items.Count / count)]);
    }
}
