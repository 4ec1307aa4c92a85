using System.Globalization;

namespace CellSeg.Inference.Scaling;

/// <summary>How large the cells of an image are: a diameter in pixels, or to be estimated from each image.</summary>
public readonly record struct DiameterSelector
{
    private const string AutoName = "Auto";

    /// <summary>Gives the diameter.</summary>
    /// <param name="pixels">Pixels across a typical cell, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 or not finite.</exception>
    public DiameterSelector(double pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pixels);
        if (!double.IsFinite(pixels))
            throw new ArgumentOutOfRangeException(nameof(pixels));
        Pixels = pixels;
    }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number of pixels above 0, or <c>Auto</c> in capital or small letters.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public DiameterSelector(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double pixels) && pixels > 0 && double.IsFinite(pixels))
            Pixels = pixels;
        else if (!string.Equals(text, AutoName, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{text}' is neither a diameter in pixels, above 0, nor {AutoName}.");
    }

    /// <summary>The diameter is estimated from each image.</summary>
    public static DiameterSelector Auto { get; }

    /// <summary>Pixels across a typical cell; null where it is to be estimated.</summary>
    public double? Pixels { get; }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number of pixels above 0, or <c>Auto</c>.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static DiameterSelector Parse(string text) => new(text);

    /// <summary>The number or the name.</summary>
    public override string ToString() => Pixels?.ToString(CultureInfo.InvariantCulture) ?? AutoName;
}
