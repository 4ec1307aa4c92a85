using CellSeg.Datasets.Simulation.Optics;
using CellSeg.Datasets.Simulation.Shapes;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>A cell as it stays from its birth to its division: shape, brightness and texture.</summary>
internal sealed class SimulatedCell
{
    // Nobody is born larger or smaller than this many deviations.
    private const double MostDeviations = 2;

    private const double SpreadOfSisters = 0.2;

    /// <summary>Draws a cell.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="mother">Where it comes from by division; null for one that comes from elsewhere.</param>
    /// <param name="recipe">What cells are like.</param>
    /// <param name="random">Where from.</param>
    public SimulatedCell(int label, SimulatedCell? mother, CellRecipe recipe, RandomSource random)
    {
        (Label, Parent, Profile) = (label, mother?.Label, recipe.Profile);
        // The number is drawn in any case, so that the share changes nothing but who is dead.
        IsDead = random.NextDouble() < recipe.DeadFraction && mother is null;
        Nucleus = Outline.Create(random, Profile.Nucleus);
        Body = Outline.Create(random, Profile.Body);
        Radius = Vary(recipe.Radius, mother?.Radius, Profile.SizeSpread, random);
        BodyRadius = Radius * Profile.BodySize * random.NextDouble(0.85, 1.15);
        double away = 0.3 * (BodyRadius - Radius);
        (BodyU, BodyV) = (away * random.NextDouble(-1, 1), away * random.NextDouble(-1, 1) / 2);
        double spread = recipe.BrightnessSpread, mean = Math.Exp(-spread * spread / 2);
        Brightness = Vary(mean, mother?.Brightness, spread, random);
        BodyBrightness = Vary(mean, mother?.BodyBrightness, spread, random);
        OutOfFocus = Math.Min(recipe.Haze * random.NextDouble(0, 2), 1);
        (TextureX, TextureY) = ((float)random.NextDouble(0, NoiseField.Period), (float)random.NextDouble(0, NoiseField.Period));
        CoarseGrain = random.NextDouble(0.15, 0.5);
        if (IsDead)
        {
            Radius *= random.NextDouble(0.4, 0.8);
            Brightness *= random.NextDouble(1.5, 3.5);
            Spots = random.NextBoolean() ? MakeSpots(random, 3 + random.Next(4), 0.3, 0.6, 0.6, 2) : [];
        }
        else
        {
            Spots =
            [
                .. MakeSpots(random, random.Next(Profile.Nucleoli + 1), 0.2, 0.35, -0.2, -0.6),
                .. MakeSpots(random, (Profile.Chromocentres / 2) + random.Next((Profile.Chromocentres / 2) + 1), 0.2, 0.35, 0.4, 1.4),
            ];
        }
    }

    /// <summary>Its id in the labels.</summary>
    public int Label { get; }

    /// <summary>The label of its mother.</summary>
    public int? Parent { get; }

    /// <summary>Its kind.</summary>
    public CellKindProfile Profile { get; }

    /// <summary>Whether it is dead, and so never divides.</summary>
    public bool IsDead { get; }

    /// <summary>The outline of its nucleus.</summary>
    public Outline Nucleus { get; }

    /// <summary>The outline of the whole cell, but for what of the nucleus is outside of it.</summary>
    public Outline Body { get; }

    /// <summary>Mean radius of the nucleus in pixels when grown.</summary>
    public double Radius { get; }

    /// <summary>Mean radius of the whole cell in pixels when grown.</summary>
    public double BodyRadius { get; }

    /// <summary>Pixels from the centre of the nucleus to that of the cell, along the long axis.</summary>
    public double BodyU { get; }

    /// <summary>Pixels from the centre of the nucleus to that of the cell, along the short axis.</summary>
    public double BodyV { get; }

    /// <summary>Brightness of the nucleus, 1 on average.</summary>
    public double Brightness { get; }

    /// <summary>Brightness of the cytoplasm, 1 on average.</summary>
    public double BodyBrightness { get; }

    /// <summary>The share of its light that is out of focus.</summary>
    public double OutOfFocus { get; }

    /// <summary>Where its texture lies in the noise, across.</summary>
    public float TextureX { get; }

    /// <summary>Where its texture lies in the noise, down.</summary>
    public float TextureY { get; }

    /// <summary>The size of the coarse grain of its chromatin, beside its radius.</summary>
    public double CoarseGrain { get; }

    /// <summary>Nucleoli, chromocentres or fragments.</summary>
    public IReadOnlyList<Spot> Spots { get; }

    /// <summary>A log-normal number about the median of all, or nearer about that of the mother.</summary>
    private static double Vary(double median, double? inherited, double spread, RandomSource random)
    {
        double deviations = Math.Clamp(random.NextGaussian(), -MostDeviations, MostDeviations);
        return (inherited ?? median) * Math.Exp(spread * (inherited is null ? 1 : SpreadOfSisters) * deviations);
    }

    private static Spot[] MakeSpots(RandomSource random, int count, double leastRadius, double mostRadius, double leastGain, double mostGain)
    {
        var spots = new Spot[count];
        for (int i = 0; i < count; i++)
        {
            double away = 0.75 * Math.Sqrt(random.NextDouble());
            var (sin, cos) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));
            spots[i] = new(
                (float)(away * cos), (float)(away * sin),
                (float)random.NextDouble(leastRadius, mostRadius), (float)random.NextDouble(leastGain, mostGain));
        }
        return spots;
    }
}
