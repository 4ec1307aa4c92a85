namespace CellSeg.Imaging.Naming;

/// <summary>The order in which people read names: numbers in them by their values, so that <c>t2</c> comes before <c>t10</c>; all else by character.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    private NaturalOrder() { }

    /// <summary>The order.</summary>
    public static NaturalOrder Comparer { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            var leftDigits = TakeDigits(left);
            var rightDigits = TakeDigits(right);
            int difference = leftDigits.Length > 0 && rightDigits.Length > 0 ? CompareNumbers(leftDigits, rightDigits) : left[0].CompareTo(right[0]);
            if (difference != 0)
                return difference;
            left = left[Math.Max(leftDigits.Length, 1)..];
            right = right[Math.Max(rightDigits.Length, 1)..];
        }
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> TakeDigits(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text : text[..length];
    }

    // Numbers may be longer than any type of them.
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.CompareTo(right, StringComparison.Ordinal);
    }
}
