namespace CellSeg.Models.Detection.Boxes;

/// <summary>
/// The points at which the inside of a box is looked at: side x side of them, from the centre of its first pixel to
/// that of its last (docs/method.md, 3.7).
/// </summary>
internal static class BoxGrid
{
    /// <summary>A point's position along one axis, in pixels.</summary>
    /// <param name="start">First pixel of the box.</param>
    /// <param name="end">Pixel behind the last.</param>
    /// <param name="index">Which point, from 0.</param>
    /// <param name="side">How many points there are, at least 2.</param>
    public static float Position(float start, float end, int index, int side) => start + (index * (end - 1 - start) / (side - 1));
}
