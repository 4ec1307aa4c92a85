using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Optics;

/// <summary>Turns light into the numbers of an image.</summary>
/// <param name="BitDepth">Bits of a pixel.</param>
/// <param name="Exposure">What light of 1 becomes, as a share of the range.</param>
/// <param name="Gamma">The power to which light is taken.</param>
/// <param name="Noise">Standard deviation of the noise at light of 1.</param>
internal readonly record struct Camera(int BitDepth, double Exposure, double Gamma, double Noise)
{
    // Cameras add a constant, so that noise in the dark is not cut off.
    private const double DarkShare = 0.005;

    private const double ReadVariance = 0.2;

    /// <summary>Takes a picture.</summary>
    /// <param name="light">The light of each pixel.</param>
    /// <param name="random">Where the noise comes from.</param>
    /// <param name="pixels">Receives whole numbers from 0 to the end of the range.</param>
    public void Expose(ReadOnlySpan<float> light, RandomSource random, Span<float> pixels)
    {
        double range = (1 << BitDepth) - 1;
        for (int i = 0; i < light.Length; i++)
        {
            double deviation = Noise * Math.Sqrt(ReadVariance + ((1 - ReadVariance) * Math.Max(light[i], 0)));
            double seen = light[i] + (deviation * random.NextGaussian());
            if (Gamma != 1)
                seen = Math.CopySign(Math.Pow(Math.Abs(seen), Gamma), seen);
            pixels[i] = (float)Math.Round(Math.Clamp(range * (DarkShare + (Exposure * seen)), 0, range));
        }
    }
}
