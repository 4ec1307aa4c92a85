using System.Globalization;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Parts of the sentences in findings.</summary>
internal static class Phrase
{
    private const int LongestList = 5;

    /// <summary>A number and its noun: <c>1 cell</c>, <c>1,200 cells</c>.</summary>
    public static string Count(long count, string noun, string? plural = null)
        => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? noun : plural ?? noun + "s")}");

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    /// <summary>The first few of some ids.</summary>
    public static string List(IReadOnlyList<int> ids)
        => string.Join(", ", ids.Take(LongestList).Select(id => id.ToString(CultureInfo.InvariantCulture))) + (ids.Count > LongestList ? ", ..." : "");

    /// <summary>Values with how often each occurs, the most frequent first; of equals that which comes first.</summary>
    public static string Frequencies<T>(IEnumerable<T> values) where T : notnull => string.Join(
        ", ", values.CountBy(value => value).OrderByDescending(pair => pair.Value)
            .Select(pair => FormattableString.Invariant($"{pair.Key} ({pair.Value})")));
}
