using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Optics;

/// <summary>Smooth noise without end, of mean 0 and standard deviation 1, which goes on beyond its tile as in a mirror.</summary>
internal static class NoiseField
{
    /// <summary>Samples along a grain, the standard deviation of the smoothing.</summary>
    public const int Grain = 2;

    /// <summary>Samples from anywhere to the same again.</summary>
    public const int Period = 2 * Size;

    private const int Size = 256;

    private static readonly Lazy<float[]> Tile = new(MakeTile);

    /// <summary>The noise at a place.</summary>
    public static float At(float x, float y) => Tile.Value[(Mirror(y) * Size) + Mirror(x)];

    private static int Mirror(float place)
    {
        int index = (int)MathF.Floor(place) & (Period - 1);
        return index < Size ? index : Period - 1 - index;
    }

    private static float[] MakeTile()
    {
        var random = new RandomSource(0);
        var tile = new float[Size * Size];
        for (int i = 0; i < tile.Length; i++)
            tile[i] = (float)random.NextGaussian();
        GaussianFilter.Apply(tile, Size, Size, Grain, tile);
        // White noise smoothed by a Gaussian of standard deviation s keeps a standard deviation of 1 / (2 s sqrt(pi)).
        float scale = (float)(2 * Grain * Math.Sqrt(Math.PI));
        return Array.ConvertAll(tile, value => value * scale);
    }
}
