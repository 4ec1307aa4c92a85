namespace CellSeg.Datasets.Inspection.Fingerprints;

/// <summary>
/// One of the eight ways to lay an image on a grid of pixels: as it is, turned, or mirrored. The pixel of row r and column c
/// of the result is that of row ±r and column ±c of the image, or of row ±c and column ±r where it is transposed; a negative
/// number counts from the other end.
/// </summary>
/// <param name="IsTransposed">Whether rows become columns.</param>
/// <param name="FlipsRows">Whether rows of the image are counted from its last one.</param>
/// <param name="FlipsColumns">Whether columns of the image are counted from its last one.</param>
internal readonly record struct SquareSymmetry(bool IsTransposed, bool FlipsRows, bool FlipsColumns)
{
    /// <summary>All eight, the image as it is before the others.</summary>
    public static IReadOnlyList<SquareSymmetry> All { get; } =
        [.. Enumerable.Range(0, 8).Select(i => new SquareSymmetry((i & 4) != 0, (i & 2) != 0, (i & 1) != 0))];

    /// <summary>The symmetry that undoes this one.</summary>
    public SquareSymmetry Inverse => IsTransposed ? new(true, FlipsColumns, FlipsRows) : this;

    /// <summary>The symmetry that does this one first and then another one.</summary>
    public SquareSymmetry Then(SquareSymmetry other) => IsTransposed
        ? new(!other.IsTransposed, FlipsRows ^ other.FlipsColumns, FlipsColumns ^ other.FlipsRows)
        : new(other.IsTransposed, FlipsRows ^ other.FlipsRows, FlipsColumns ^ other.FlipsColumns);

    /// <summary>Rows and columns of the result.</summary>
    public FrameSize Apply(FrameSize size) => IsTransposed ? new FrameSize(size.Width, size.Height) : size;

    /// <summary>Where the pixels of the result lie in the row-major pixels of the image.</summary>
    /// <param name="size">The size of the image.</param>
    /// <returns>The place of the first pixel, and the steps to the next row and to the next column of the result.</returns>
    public (int First, int Down, int Right) Read(FrameSize size)
    {
        int first = (FlipsRows ? (size.Height - 1) * size.Width : 0) + (FlipsColumns ? size.Width - 1 : 0);
        int row = FlipsRows ? -size.Width : size.Width, column = FlipsColumns ? -1 : 1;
        return IsTransposed ? (first, column, row) : (first, row, column);
    }

    /// <summary>What it does to an image, in words.</summary>
    public override string ToString() => (IsTransposed, FlipsRows, FlipsColumns) switch
    {
        (false, false, false) => "as it is",
        (false, false, true) => "mirrored left to right",
        (false, true, false) => "mirrored top to bottom",
        (false, true, true) => "turned by 180 degrees",
        (true, false, false) => "mirrored along its diagonal",
        (true, false, true) => "turned by 90 degrees to the left",
        (true, true, false) => "turned by 90 degrees to the right",
        (true, true, true) => "mirrored along its other diagonal",
    };
}
