using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation;

/// <summary>
/// Makes fluorescence movies of nuclei whose truth is known: textured wavy ellipses, some of them touching, that
/// move, seen through blur, uneven light, and shot and camera noise.
/// </summary>
public static class CellSimulator
{
    // A 16-bit camera: dark level and the signal of a nucleus of brightness 1, in counts.
    private const double DarkLevel = 300, Signal = 4000;

    private const int PlacementTries = 200;

    /// <summary>Describes a data set; each movie is made when it is first asked for, and then kept.</summary>
    /// <param name="options">What the movies look like; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    public static CellDataset Simulate(SimulationOptions? options = null)
    {
        options ??= new SimulationOptions();
        options.Validate();
        var movies = Enumerable.Range(0, options.MovieCount).Select(i => CreateMovie(options, i)).ToList();
        return new CellDataset("simulated nuclei", $"simulated with seed {options.Seed}", movies);
    }

    private static CellMovie CreateMovie(SimulationOptions options, int index)
    {
        // Where the nuclei are is cheap and gives the count of annotations; pixels wait until they are needed.
        var truth = DrawTruth(options, index);
        var frames = new Lazy<CellImage[]>(() => [.. truth.Select((labels, frame) => DrawImage(options, index, frame, labels))]);
        string name = $"simulated-{index + 1:D3}";
        int cells = truth.Sum(frame => frame.Labels.CountCells());
        return new CellMovie(name, name, options.FrameCount, frame => frames.Value[frame], frame => truth[frame].Labels, cells);
    }

    private static List<Frame> DrawTruth(SimulationOptions options, int index)
    {
        var random = RandomSource.ForPart(options.Seed, index);
        var nuclei = Place(options, random);
        var frames = new List<Frame>();
        for (int frame = 0; frame < options.FrameCount; frame++)
        {
            if (frame > 0)
            {
                foreach (var nucleus in nuclei)
                    nucleus.Move(random, options.Motion, nuclei, options.Height, options.Width);
            }
            var labels = new LabelImage(options.Height, options.Width);
            for (int i = 0; i < nuclei.Count; i++)
                Draw(labels, nuclei[i], i + 1);
            frames.Add(new Frame(labels, [.. nuclei.Select(nucleus => nucleus.Brightness)], [.. nuclei.Select(nucleus => nucleus.TextureOffset)]));
        }
        return frames;
    }

    private static List<SimulatedNucleus> Place(SimulationOptions options, RandomSource random)
    {
        var nuclei = new List<SimulatedNucleus>();
        for (int i = 0; i < options.CellCount; i++)
        {
            var nucleus = new SimulatedNucleus(random, options.Radius);
            bool touches = nuclei.Count > 0 && random.NextDouble() < options.TouchingFraction;
            for (int attempt = 0; attempt < PlacementTries; attempt++)
            {
                if (touches)
                    PutAgainst(nucleus, nuclei[random.Next(nuclei.Count)], random);
                else
                    (nucleus.X, nucleus.Y) = (random.NextDouble(0, options.Width), random.NextDouble(0, options.Height));
                bool isInside = nucleus.X >= 0 && nucleus.X < options.Width && nucleus.Y >= 0 && nucleus.Y < options.Height;
                if (isInside && IsFree(nucleus, nuclei, touches ? 0.95 : 1.25))
                {
                    nuclei.Add(nucleus);
                    break;
                }
            }
        }
        return nuclei;
    }

    private static void PutAgainst(SimulatedNucleus nucleus, SimulatedNucleus other, RandomSource random)
    {
        double distance = nucleus.MeanRadius + other.MeanRadius;
        var (sin, cos) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));
        (nucleus.X, nucleus.Y) = (other.X + (distance * cos), other.Y + (distance * sin));
    }

    private static bool IsFree(SimulatedNucleus nucleus, List<SimulatedNucleus> others, double spacing)
        => others.All(other => Math.Sqrt(Math.Pow(nucleus.X - other.X, 2) + Math.Pow(nucleus.Y - other.Y, 2))
            >= spacing * (nucleus.MeanRadius + other.MeanRadius) - 1e-9);

    private static void Draw(LabelImage labels, SimulatedNucleus nucleus, int id)
    {
        int top = Math.Max((int)(nucleus.Y - nucleus.OuterRadius), 0), bottom = Math.Min((int)(nucleus.Y + nucleus.OuterRadius) + 1, labels.Height - 1);
        int left = Math.Max((int)(nucleus.X - nucleus.OuterRadius), 0), right = Math.Min((int)(nucleus.X + nucleus.OuterRadius) + 1, labels.Width - 1);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                if (labels[y, x] == 0 && nucleus.Contains(x - nucleus.X, y - nucleus.Y))
                    labels[y, x] = id;
            }
        }
    }

    private static CellImage DrawImage(SimulationOptions options, int movie, int frame, Frame truth)
    {
        int height = options.Height, width = options.Width, count = height * width;
        var light = RandomSource.ForPart(options.Seed + 1, movie);
        double lightX = light.NextDouble(0, width), lightY = light.NextDouble(0, height), reach = Math.Max(height, width);
        var texture = Texture(light, height, width);

        var signal = new float[count];
        for (int i = 0; i < count; i++)
        {
            int id = truth.Labels.Pixels[i];
            double brightness = id == 0 ? 0 : truth.Brightness[id - 1] * (1 + (0.25 * texture[(i + truth.TextureOffsets[id - 1]) % count]));
            double dx = ((i % width) - lightX) / reach, dy = ((i / width) - lightY) / reach;
            double illumination = 1 - (options.UnevenLight * Math.Min(((dx * dx) + (dy * dy)) / 1.5, 1));
            signal[i] = (float)(illumination * (0.04 + Math.Max(brightness, 0)));
        }
        var blurred = signal;
        if (options.Blur > 0)
            GaussianFilter.Apply(signal, height, width, options.Blur, blurred = new float[count]);

        var noise = RandomSource.ForPart(options.Seed + 2, ((long)movie << 32) + frame);
        var pixels = new float[count];
        for (int i = 0; i < count; i++)
        {
            // Shot noise grows with the root of the signal, the camera's own is the same everywhere.
            double deviation = options.Noise * Math.Sqrt(0.25 + Math.Max(blurred[i], 0));
            double counts = DarkLevel + (Signal * (blurred[i] + (deviation * noise.NextGaussian())));
            pixels[i] = (float)Math.Round(Math.Clamp(counts, 0, ushort.MaxValue));
        }
        return new CellImage(1, height, width, pixels);
    }

    /// <summary>Noise smoothed to the grain of chromatin, standard deviation 1.</summary>
    private static float[] Texture(RandomSource random, int height, int width)
    {
        const double grain = 2;
        var noise = new float[height * width];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (float)random.NextGaussian();
        var texture = new float[noise.Length];
        GaussianFilter.Apply(noise, height, width, grain, texture);
        // White noise smoothed by a Gaussian of standard deviation s keeps a standard deviation of 1 / (2 s sqrt(pi)).
        float scale = (float)(2 * grain * Math.Sqrt(Math.PI));
        for (int i = 0; i < texture.Length; i++)
            texture[i] *= scale;
        return texture;
    }

    private sealed record Frame(LabelImage Labels, double[] Brightness, int[] TextureOffsets);
}
