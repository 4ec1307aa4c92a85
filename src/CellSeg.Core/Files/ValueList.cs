using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace CellSeg.Files;

/// <summary>
/// A few numbers that belong together, such as one a threshold. As text they are separated by blanks, so that a table gets
/// them into one field, where an array would leave the name of its type.
/// </summary>
[CollectionBuilder(typeof(ValueList), nameof(Create))]
public sealed class ValueList : IReadOnlyList<double>, IFormattable
{
    private readonly double[] _values;

    private ValueList(double[] values) => _values = values;

    /// <summary>How many there are.</summary>
    public int Count => _values.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">Its place, from 0.</param>
    public double this[int index] => _values[index];

    /// <summary>Copies numbers.</summary>
    public static ValueList Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The numbers with all their digits, separated by blanks, as the current culture writes numbers: so does Export-Csv with
    /// the other fields of a row, which has one decimal separator then.
    /// </summary>
    public override string ToString() => ToString(null, CultureInfo.CurrentCulture);

    /// <summary>The numbers separated by blanks.</summary>
    /// <param name="format">The format of each; all its digits when null.</param>
    /// <param name="formatProvider">The culture; the current one when null.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
        => string.Join(' ', _values.Select(value => value.ToString(format, formatProvider)));
}
