using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Optics;

/// <summary>Light that falls off from a bright place in the field, and a ground with a bright place of its own.</summary>
internal sealed class Illumination
{
    private readonly float[] _light, _ground;

    /// <summary>Draws the light of a movie.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="height">Rows of the field.</param>
    /// <param name="width">Columns of the field.</param>
    /// <param name="unevenness">How much darker the light is at its darkest; half of it is how much brighter the ground is.</param>
    /// <param name="ground">Brightness of the ground.</param>
    public Illumination(RandomSource random, int height, int width, double unevenness, double ground)
    {
        double reach = Math.Max(height, width);
        double lightX = random.NextDouble(0, width), lightY = random.NextDouble(0, height);
        double groundX = random.NextDouble(0, width), groundY = random.NextDouble(0, height), groundReach = reach * random.NextDouble(0.2, 0.6);
        _light = new float[height * width];
        _ground = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double fromLight = SquaredDistance(x - lightX, y - lightY, reach), fromGround = SquaredDistance(x - groundX, y - groundY, groundReach);
                _light[(y * width) + x] = (float)(1 - (unevenness * Math.Min(fromLight / 1.5, 1)));
                _ground[(y * width) + x] = (float)(ground * (1 + (0.5 * unevenness / (1 + (fromGround * fromGround)))));
            }
        }
    }

    /// <summary>What the light of cells is multiplied with, row-major, at most 1.</summary>
    public ReadOnlySpan<float> Light => _light;

    /// <summary>The light of the ground, row-major.</summary>
    public ReadOnlySpan<float> Ground => _ground;

    private static double SquaredDistance(double dx, double dy, double unit) => ((dx * dx) + (dy * dy)) / (unit * unit);
}
