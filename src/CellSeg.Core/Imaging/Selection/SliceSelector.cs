using System.Globalization;

namespace CellSeg.Imaging.Selection;

/// <summary>
/// What of a stack in depth is taken: one slice, the brightest value of all of them at each pixel or, where a program
/// has saved points in time as slices, each as a frame.
/// </summary>
public readonly record struct SliceSelector
{
    private const string ProjectionName = "MaximumProjection", FramesName = "Frames";

    /// <summary>Chooses one slice.</summary>
    /// <param name="number">The slice, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public SliceSelector(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Number = number;
    }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number from 0, <c>MaximumProjection</c> or <c>Frames</c>, in capital or small letters.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public SliceSelector(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            Number = number;
        else if (string.Equals(text, FramesName, StringComparison.OrdinalIgnoreCase))
            IsFrames = true;
        else if (!string.Equals(text, ProjectionName, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{text}' is neither the number of a slice, from 0, nor {ProjectionName} or {FramesName}.");
    }

    /// <summary>The greatest value of all slices at each pixel, channel by channel.</summary>
    public static SliceSelector MaximumProjection { get; }

    /// <summary>Every slice as a frame of a movie.</summary>
    public static SliceSelector Frames { get; } = new(FramesName);

    /// <summary>The slice, from 0; null for the projection and for frames.</summary>
    public int? Number { get; }

    /// <summary>Whether slices are taken for points in time.</summary>
    public bool IsFrames { get; }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number from 0, <c>MaximumProjection</c> or <c>Frames</c>.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static SliceSelector Parse(string text) => new(text);

    /// <summary>The number or the name.</summary>
    public override string ToString() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : IsFrames ? FramesName : ProjectionName;
}
