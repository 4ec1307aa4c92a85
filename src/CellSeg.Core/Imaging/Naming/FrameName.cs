using System.Globalization;

namespace CellSeg.Imaging.Naming;

/// <summary>
/// The name of what belongs to a frame of a movie: <c>NAME_t0001</c> is the first one of NAME. Names count from 1, as people
/// do, and <see cref="Frame"/>, as all frames in the code and in results, from 0.
/// </summary>
/// <param name="Movie">The name of the movie.</param>
/// <param name="Frame">The frame, from 0.</param>
public readonly record struct FrameName(string Movie, int Frame)
{
    private const string Mark = "_t";

    // Numbers below are filled up with zeros, so that files stand in the order of time.
    private const string NumberFormat = "D4";

    /// <summary>The name of a frame, or NAME itself for a single image.</summary>
    /// <param name="movie">The name of the movie.</param>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="frameCount">Frames of the movie.</param>
    public static string Of(string movie, int frame, int frameCount) => frameCount == 1 ? movie : new FrameName(movie, frame).ToString();

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">A name without extension, and without a suffix such as <c>_labels</c>.</param>
    /// <returns>Null where it is not that of a frame.</returns>
    public static FrameName? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int mark = name.LastIndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (mark <= 0 || !int.TryParse(name.AsSpan(mark + Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0)
            return null;
        var found = new FrameName(name[..mark], number - 1);
        // Other numbers of digits are the time points of others.
        return string.Equals(found.ToString(), name, StringComparison.OrdinalIgnoreCase) ? found : null;
    }

    /// <summary>The name, such as <c>NAME_t0001</c>.</summary>
    public override string ToString() => Movie + Mark + (Frame + 1).ToString(NumberFormat, CultureInfo.InvariantCulture);
}
