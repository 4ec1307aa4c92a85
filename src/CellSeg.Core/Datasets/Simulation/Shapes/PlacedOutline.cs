namespace CellSeg.Datasets.Simulation.Shapes;

/// <summary>An outline at its place in an image, as a table of its radius in pixels by direction.</summary>
internal sealed class PlacedOutline
{
    private const int Directions = 128;

    private static readonly double[] Angles = MakeAngles();

    private readonly float[] _radii = new float[Directions + 1];

    /// <summary>Places an outline.</summary>
    /// <param name="outline">The outline.</param>
    /// <param name="x">Column of its centre.</param>
    /// <param name="y">Row of its centre.</param>
    /// <param name="radius">Its mean radius in pixels.</param>
    /// <param name="angle">Its long axis, in radians from the rows' direction.</param>
    /// <param name="roundness">How much of a circle it has become, 0 to 1.</param>
    /// <param name="stretch">What it is drawn out by along its long axis, then as much narrower, above 0; 1 leaves it as it is.</param>
    public PlacedOutline(Outline outline, double x, double y, double radius, double angle, double roundness, double stretch)
    {
        (X, Y) = (x, y);
        for (int i = 0; i <= Directions; i++)
        {
            double direction = Angles[i % Directions] - angle;
            double shape = outline.RadiusAt(direction);
            shape += roundness * (1 - shape);
            _radii[i] = (float)(radius * shape * Outline.EllipseRadius(direction, stretch));
            Reach = Math.Max(Reach, _radii[i]);
        }
    }

    /// <summary>Column of the centre.</summary>
    public double X { get; }

    /// <summary>Row of the centre.</summary>
    public double Y { get; }

    /// <summary>No part of the outline is further from the centre, in pixels.</summary>
    public double Reach { get; }

    /// <summary>How far a point lies from the centre, where 1 is the outline.</summary>
    /// <param name="dx">Columns from the centre.</param>
    /// <param name="dy">Rows from the centre.</param>
    public float GetDepth(float dx, float dy)
    {
        float sum = MathF.Abs(dx) + MathF.Abs(dy);
        if (sum == 0)
            return 0;
        // A turn is walked along a diamond instead of a circle, since that needs no arcus tangent for each pixel.
        float turn = dy / sum;
        float place = (dx < 0 ? 2 - turn : dy < 0 ? 4 + turn : turn) * (Directions / 4);
        int below = Math.Min((int)place, Directions - 1);
        float edge = _radii[below] + ((place - below) * (_radii[below + 1] - _radii[below]));
        return MathF.Sqrt((dx * dx) + (dy * dy)) / edge;
    }

    private static double[] MakeAngles()
    {
        var angles = new double[Directions];
        for (int i = 0; i < Directions; i++)
        {
            double place = i * 4.0 / Directions;
            double x = Math.Abs(place - 2) - 1, y = place < 2 ? 1 - Math.Abs(place - 1) : Math.Abs(place - 3) - 1;
            angles[i] = Math.Atan2(y, x);
        }
        return angles;
    }
}
