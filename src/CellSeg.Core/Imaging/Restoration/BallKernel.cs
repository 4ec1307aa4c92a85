namespace CellSeg.Imaging.Restoration;

/// <summary>
/// The upper half of a ball, or of an ellipsoid: how far its surface lies below its top, by distance from the middle. With a
/// height of 0 it is a flat disc.
/// </summary>
internal sealed class BallKernel
{
    // By row from the middle, then by column from it: one quarter stands for all four.
    private readonly float[][] _drops;

    /// <param name="radius">The radius in pixels, 0 or more.</param>
    /// <param name="height">The half axis along the intensities, in the unit of the image, 0 or more.</param>
    public BallKernel(double radius, double height)
    {
        int reach = (int)radius;
        // In float32 before the difference, as scikit-image has it for images of float32.
        float top = Surface(0, 0);
        _drops = [.. Enumerable.Range(0, reach + 1).Select(y => Enumerable.Range(0, (int)Math.Sqrt((radius * radius) - (y * y)) + 1)
            .Select(x => top - Surface(y, x)).ToArray())];

        float Surface(int y, int x) => (float)(height / radius * Math.Sqrt(Math.Max((radius * radius) - (y * y) - (x * x), 0)));
    }

    /// <summary>The drops that can matter, by row from the middle, up or down, then by column from it, left or right.</summary>
    /// <param name="range">
    /// The highest less the lowest intensity of the image: a pixel over which the ball has dropped by as much never holds it down
    /// more than the one over its middle does.
    /// </param>
    public float[][] GetDrops(float range)
        // They grow from the middle outwards.
        => [.. _drops.Select(row => row[..(Array.FindLastIndex(row, drop => drop == 0 || drop < range) + 1)]).TakeWhile(row => row.Length > 0)];
}
