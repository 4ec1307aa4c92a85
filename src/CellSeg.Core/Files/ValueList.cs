using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace CellSeg.Files;

/// <summary>
/// A few numbers that belong together, such as one a channel or one a threshold. As text they are separated by blanks,
/// so that a table gets them into one field, where an array would leave the name of its type.
/// </summary>
[CollectionBuilder(typeof(ValueList), nameof(Create))]
public sealed class ValueList : IReadOnlyList<double>
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

    /// <summary>The numbers with all their digits and a decimal point, separated by blanks.</summary>
    public override string ToString() => string.Join(' ', _values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
