namespace CellSeg.Imaging.Regions;

/// <summary>A corner where pixels meet: the pixel of column x and row y reaches from corner (x, y) to corner (x + 1, y + 1).</summary>
/// <param name="X">Pixels to its left, 0 at the left edge of the image.</param>
/// <param name="Y">Pixels above it.</param>
internal readonly record struct PixelCorner(int X, int Y);
