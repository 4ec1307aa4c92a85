using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation;

/// <summary>An ellipse with a wavy edge, a brightness, and a way of moving.</summary>
internal sealed class SimulatedNucleus
{
    private const int Harmonics = 3;

    private readonly double _longRadius, _shortRadius;
    private readonly double[] _waves = new double[Harmonics], _phases = new double[Harmonics];
    private double _angle, _velocityX, _velocityY;

    /// <summary>Draws a nucleus that has no place yet.</summary>
    /// <param name="random">The generator of its movie.</param>
    /// <param name="meanRadius">The mean radius of all nuclei in pixels; this one lies within 30 % of it.</param>
    public SimulatedNucleus(RandomSource random, double meanRadius)
    {
        double radius = meanRadius * random.NextDouble(0.7, 1.3), elongation = random.NextDouble(1, 1.5);
        _longRadius = radius * Math.Sqrt(elongation);
        _shortRadius = radius / Math.Sqrt(elongation);
        _angle = random.NextDouble(0, Math.PI);
        for (int i = 0; i < Harmonics; i++)
        {
            _waves[i] = random.NextDouble(0, 0.06);
            _phases[i] = random.NextDouble(0, 2 * Math.PI);
        }
        Brightness = random.NextDouble(0.4, 1.6);
        TextureOffset = random.Next(1 << 20);
    }

    /// <summary>Column of the centre in pixels.</summary>
    public double X { get; set; }

    /// <summary>Row of the centre in pixels.</summary>
    public double Y { get; set; }

    /// <summary>Brightness, 1 being that of a mean nucleus.</summary>
    public double Brightness { get; }

    /// <summary>Where in the common noise field this nucleus takes its texture from.</summary>
    public int TextureOffset { get; }

    /// <summary>No pixel of the nucleus is further from its centre.</summary>
    public double OuterRadius => _longRadius * (1 + (Harmonics * 0.06));

    /// <summary>Radius in pixels of the circle of the same area, but for the waves.</summary>
    public double MeanRadius => Math.Sqrt(_longRadius * _shortRadius);

    /// <summary>Whether a point, relative to the centre, lies in the nucleus.</summary>
    public bool Contains(double dx, double dy)
    {
        var (sin, cos) = Math.SinCos(_angle);
        double u = ((dx * cos) + (dy * sin)) / _longRadius, v = ((dy * cos) - (dx * sin)) / _shortRadius;
        double theta = Math.Atan2(v, u), edge = 1;
        for (int i = 0; i < Harmonics; i++)
            edge += _waves[i] * Math.Cos(((i + 2) * theta) + _phases[i]);
        return (u * u) + (v * v) <= edge * edge;
    }

    /// <summary>One step of a persistent random walk, turned down where it would run into another nucleus.</summary>
    public void Move(RandomSource random, double motion, IReadOnlyList<SimulatedNucleus> all, int height, int width)
    {
        _velocityX = (0.7 * _velocityX) + (0.5 * motion * random.NextGaussian());
        _velocityY = (0.7 * _velocityY) + (0.5 * motion * random.NextGaussian());
        _angle += 0.05 * motion * random.NextGaussian();
        double x = X + _velocityX, y = Y + _velocityY;
        bool isFree = x >= 0 && y >= 0 && x < width && y < height
            && all.All(other => other == this || IsApart(x, y, other) || !IsCloser(x, y, other));
        if (isFree)
            (X, Y) = (x, y);
        else
            (_velocityX, _velocityY) = (-_velocityX, -_velocityY);
    }

    private bool IsApart(double x, double y, SimulatedNucleus other) => Distance(x, y, other) > 0.9 * (MeanRadius + other.MeanRadius);

    private bool IsCloser(double x, double y, SimulatedNucleus other) => Distance(x, y, other) < Distance(X, Y, other);

    private static double Distance(double x, double y, SimulatedNucleus other) => Math.Sqrt(((x - other.X) * (x - other.X)) + ((y - other.Y) * (y - other.Y)));
}
