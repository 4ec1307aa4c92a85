using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation;

/// <summary>
/// Draws the options of single movies about those of the data set: what is learnt from movies of many kinds also holds for
/// real ones (domain randomisation, Tobin et al. 2017).
/// </summary>
internal static class MovieVariation
{
    /// <summary>The options of a movie, which are those of the data set where these do not vary.</summary>
    /// <param name="options">Those of the data set.</param>
    /// <param name="kind">The kind of the movie's cells.</param>
    /// <param name="random">Where from.</param>
    public static SimulationOptions Draw(SimulationOptions options, SimulatedCellKind kind, RandomSource random)
    {
        double variation = options.Variation;
        if (variation == 0)
            return options;
        double radius = Factor(0.6, 1.8), cover = Factor(0.15, 3), kindSize = Math.Pow(CellKindProfile.Of(kind).Size, variation);
        double count = options.CellCount * cover / (radius * radius * kindSize);
        return options with
        {
            Radius = Math.Max(options.Radius * radius, 2),
            CellCount = options.CellCount == 0 ? 0 : Math.Max((int)Math.Round(count), 1),
            TouchingFraction = options.TouchingFraction + (variation * (random.NextDouble() - options.TouchingFraction)),
            Motion = options.Motion * Factor(0.3, 2),
            DivisionRate = Share(options.DivisionRate),
            DeadFraction = Share(options.DeadFraction),
            Blur = options.Blur * Factor(0.6, 2),
            Haze = Share(options.Haze),
            Texture = options.Texture * Factor(0.4, 2),
            BrightnessSpread = Math.Min(options.BrightnessSpread * Factor(0.4, 2), 2),
            Background = options.Background * Factor(0.2, 6),
            UnevenLight = Share(options.UnevenLight),
            Noise = options.Noise * Factor(0.15, 2),
            Exposure = options.Exposure * Factor(0.2, 2.5),
            Gamma = Math.Clamp(options.Gamma * Factor(0.6, 1.5), 0.1, 10),
            BleedThrough = Share(options.BleedThrough),
        };

        double Factor(double least, double most) => Math.Exp(variation * random.NextDouble(Math.Log(least), Math.Log(most)));

        // From nothing to twice as much.
        double Share(double value) => Math.Clamp(value * (1 + (variation * random.NextDouble(-1, 1))), 0, 1);
    }
}
