using System.Numerics;
using System.Runtime.CompilerServices;

namespace CellSeg;

/// <summary>
/// What every options record checks its values with. Each check throws a <see cref="CellSegException"/> whose target is
/// the property's name. Null stands for no value and passes wherever it is taken; NaN and infinities never pass.
/// </summary>
internal static class Require
{
    /// <summary>Throws unless a number is at least as large as another.</summary>
    /// <exception cref="CellSegException">It is not.</exception>
    public static void AtLeast<T>(T? value, T minimum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, INumber<T>
        => That(value is not { } number || (number >= minimum && T.IsFinite(number)), value, $"at least {Text(minimum)}", name);

    /// <summary>Throws unless a number is larger than another.</summary>
    /// <exception cref="CellSegException">It is not.</exception>
    public static void Above<T>(T? value, T limit, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, INumber<T>
        => That(value is not { } number || (number > limit && T.IsFinite(number)), value, $"above {Text(limit)}", name);

    /// <summary>Throws unless a number lies between two others, both of which it may equal.</summary>
    /// <exception cref="CellSegException">It does not.</exception>
    public static void Between<T>(T? value, T minimum, T maximum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, INumber<T>
        => That(value is not { } number || (number >= minimum && number <= maximum), value, $"from {Text(minimum)} to {Text(maximum)}", name);

    /// <summary>Throws unless a number lies between two others, the lower of which it may equal.</summary>
    /// <exception cref="CellSegException">It does not.</exception>
    public static void Below<T>(T? value, T minimum, T limit, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, INumber<T>
        => That(value is not { } number || (number >= minimum && number < limit), value, $"from {Text(minimum)} up and below {Text(limit)}", name);

    /// <summary>Throws unless a number is finite.</summary>
    /// <exception cref="CellSegException">It is not.</exception>
    public static void Finite<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, INumber<T>
        => That(T.IsFinite(value), value, "a finite number", name);

    /// <summary>Throws unless a value is one of the named ones of its type.</summary>
    /// <exception cref="CellSegException">It is not.</exception>
    public static void Choice<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum
        => That(Enum.IsDefined(value), value, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}", name);

    /// <summary>Throws unless something holds for a value.</summary>
    /// <param name="holds">Whether the value can be used.</param>
    /// <param name="value">The value.</param>
    /// <param name="range">What a value must be, as the end of "Choose a value that is …".</param>
    /// <param name="name">The expression that the value stands in, the last name of which is the target.</param>
    /// <exception cref="CellSegException">It does not hold.</exception>
    public static void That<T>(bool holds, T value, string range, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!holds)
            throw new CellSegException(name[(name.LastIndexOf('.') + 1)..], $"{Text(value)} is out of range", $"Choose a value that is {range}");
    }

    private static string Text<T>(T value) => FormattableString.Invariant($"{value}");
}
