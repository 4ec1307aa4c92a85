using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Shapes;

/// <summary>
/// A closed line around a centre that each direction meets once, with the area of a circle of radius 1: an ellipse with
/// waves, and notches where wanted.
/// </summary>
internal sealed class Outline
{
    private const int Directions = 128;

    // Two waves a turn would be an ellipse, so that waves begin with three.
    private const int FirstWave = 3, WaveCount = 5;

    private readonly double[] _radii;

    private Outline(double[] radii)
    {
        // The area of sectors of these radii is their mean square times pi.
        double scale = 1 / Math.Sqrt(radii.Average(radius => radius * radius));
        _radii = Array.ConvertAll(radii, radius => radius * scale);
        Reach = _radii.Max();
    }

    /// <summary>No part of the line is further from the centre.</summary>
    public double Reach { get; }

    /// <summary>Draws an outline whose long axis lies along the direction 0.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="style">What outlines of this kind are like.</param>
    public static Outline Create(RandomSource random, OutlineStyle style)
    {
        double elongation = random.NextDouble(style.LeastElongation, style.MostElongation);
        var waves = new (double Height, double Phase)[WaveCount];
        for (int i = 0; i < WaveCount; i++)
            waves[i] = (style.Waviness * random.NextGaussian() / (1 + (0.5 * i)), random.NextDouble(0, 2 * Math.PI));
        int notchCount = random.NextDouble() < style.NotchedFraction ? 1 + random.Next(2) : 0;
        var notches = new (double Direction, double Depth, double Width)[notchCount];
        for (int i = 0; i < notchCount; i++)
            notches[i] = (random.NextDouble(0, 2 * Math.PI), random.NextDouble(0.4, 1) * style.NotchDepth, random.NextDouble(0.25, 0.6));

        var radii = new double[Directions];
        for (int i = 0; i < Directions; i++)
        {
            double direction = i * 2 * Math.PI / Directions, radius = 1;
            for (int k = 0; k < WaveCount; k++)
                radius += waves[k].Height * Math.Cos(((k + FirstWave) * direction) + waves[k].Phase);
            foreach (var (middle, depth, width) in notches)
            {
                double away = Math.IEEERemainder(direction - middle, 2 * Math.PI) / width;
                radius *= 1 - (depth * Math.Exp(-away * away));
            }
            radii[i] = Math.Max(radius, 0.25) * EllipseRadius(direction, elongation);
        }
        return new Outline(radii);
    }

    /// <summary>How far the line is from the centre in a direction.</summary>
    /// <param name="direction">Radians from the long axis.</param>
    public double RadiusAt(double direction)
    {
        double place = direction * (Directions / (2 * Math.PI)), below = Math.Floor(place);
        int index = (int)below & (Directions - 1);
        double first = _radii[index];
        return first + ((place - below) * (_radii[(index + 1) & (Directions - 1)] - first));
    }

    /// <summary>Distance from the centre to the edge of an ellipse of area pi.</summary>
    /// <param name="direction">Radians from the long axis.</param>
    /// <param name="elongation">The long axis divided by the short one.</param>
    public static double EllipseRadius(double direction, double elongation)
    {
        var (sin, cos) = Math.SinCos(direction);
        return 1 / Math.Sqrt((cos * cos / elongation) + (sin * sin * elongation));
    }
}
