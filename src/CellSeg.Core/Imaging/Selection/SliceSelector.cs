using System.Globalization;

namespace CellSeg.Imaging.Selection;

/// <summary>What of a stack in depth is taken: one slice, or the brightest value of all of them at each pixel.</summary>
public readonly record struct SliceSelector
{
    private const string ProjectionName = "MaximumProjection";

    /// <summary>Chooses one slice.</summary>
    /// <param name="number">The slice, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public SliceSelector(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Number = number;
    }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number from 0, or <c>MaximumProjection</c>, in capital or small letters.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public SliceSelector(string text) => Number = string.Equals(text, ProjectionName, StringComparison.OrdinalIgnoreCase) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new FormatException($"'{text}' is neither the number of a slice, from 0, nor {ProjectionName}.");

    /// <summary>The greatest value of all slices at each pixel, channel by channel.</summary>
    public static SliceSelector MaximumProjection { get; }

    /// <summary>The slice, from 0; null for the projection.</summary>
    public int? Number { get; }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number from 0, or <c>MaximumProjection</c>.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static SliceSelector Parse(string text) => new(text);

    /// <summary>The number, or the name of the projection.</summary>
    public override string ToString() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : ProjectionName;
}
