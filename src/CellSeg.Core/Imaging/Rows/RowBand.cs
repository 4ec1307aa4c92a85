namespace CellSeg.Imaging.Rows;

/// <summary>A few rows of an image that lie below each other: what is in memory of it at a time.</summary>
/// <param name="Top">The first row, from 0.</param>
/// <param name="Count">How many rows.</param>
internal readonly record struct RowBand(int Top, int Count)
{
    // Some megabytes: more are no faster.
    private const int ValuesPerBand = 1 << 21;

    /// <summary>The row after the last.</summary>
    public int Bottom => Top + Count;

    /// <summary>How many rows are read at a time where nothing else decides it.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="planes">Planes that are read together.</param>
    public static int CountRows(int width, int planes = 1) => (int)Math.Max(1, ValuesPerBand / ((long)width * planes));

    /// <summary>Cuts an image into bands from the top. What is made of an image may not depend on where it is cut.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="count">Rows of a band; the last may have fewer.</param>
    public static IEnumerable<RowBand> Cut(int height, int count)
    {
        // By 64 bits, so that the step behind the last band is none before the first.
        for (long top = 0; top < height; top += count)
            yield return new RowBand((int)top, (int)Math.Min(count, height - top));
    }
}
