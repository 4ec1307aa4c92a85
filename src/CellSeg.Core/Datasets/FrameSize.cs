namespace CellSeg.Datasets;

/// <summary>Height and width of the frames of a movie in pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct FrameSize(int Height, int Width)
{
    /// <summary>The size as people write it, rows first: <c>256 x 320</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Height} x {Width}");
}
