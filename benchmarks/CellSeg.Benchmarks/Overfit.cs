using System.Diagnostics;
using System.Globalization;
using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Evaluation;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.Models;
using CellSeg.Models.Backbones;
using CellSeg.Training;
using CellSeg.Training.Data;

namespace CellSeg.Benchmarks;

/// <summary>
/// Shows that every network can learn: each schema on each backbone learns eight tiles of real images by heart, each
/// temporal mode four short simulated movies. Each configuration runs in a process of its own, for its memory.
/// </summary>
internal static class Overfit
{
    private const int Tile = 128, TileCount = 8, MovieCount = 4, MovieFrames = 4, ClipFrames = 3, DefaultSteps = 400;

    /// <summary>BBBC038-FOLDER [FILTER]: all configurations, or those whose name contains the filter; prints a table.</summary>
    public static void RunAll(string[] args)
    {
        Console.WriteLine("| schema | backbone | temporal | weights | steps | F1 | F1 from 100 px | seconds | memory, MB |");
        Console.WriteLine("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (string[] configuration in Configurations())
        {
            if (args.Length > 1 && !string.Join(' ', configuration).Contains(args[1], StringComparison.OrdinalIgnoreCase))
                continue;
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["overfit-one", args[0], .. configuration]))!;
            child.WaitForExit();
        }
    }

    /// <summary>BBBC038-FOLDER SCHEMA BACKBONE MODE [STEPS]: one configuration; prints a row.</summary>
    public static void RunOne(string[] args)
    {
        var (schema, backbone, mode) = (Enum.Parse<SegmentationSchema>(args[1]), Enum.Parse<BackboneKind>(args[2]), args[3]);
        bool isMovie = mode != "-";
        int steps = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : DefaultSteps;
        var data = isMovie
            ? CellSimulator.Simulate(new SimulationOptions { MovieCount = MovieCount, FrameCount = MovieFrames, Width = Tile, Height = Tile, CellCount = 8 })
            : new CellDataset("tiles", args[0], CutTiles(args[0]));
        var specification = ModelPresets.Create(ModelPreset.Default, schema, backbone);
        if (isMovie)
            specification = specification with { Temporal = new TemporalOptions { Mode = Enum.Parse<TemporalMode>(mode), FramesPerBatch = ClipFrames } };
        using var model = new SegmentationModel(specification);
        var none = data.WithMovies("none", []);
        int batch = isMovie ? 2 : 4;
        var options = new TrainingOptions { Epochs = steps * batch / data.MovieCount, BatchSize = batch, CropSize = Tile, Augmentation = AugmentationOptions.None };
        var clock = Stopwatch.StartNew();
        ModelTrainer.Train(model, new CellDatasetSplit(data, none, none, 0, 1), options);
        double seconds = clock.Elapsed.TotalSeconds;
        var (all, large) = (Measure(model, data, 0), Measure(model, data, 100));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {schema} | {backbone} | {mode} | {model.TotalParameterCount:N0} | {steps} | {all:F3} | {large:F3} | {seconds:F0} | {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} |"));
    }

    private static IEnumerable<string[]> Configurations()
    {
        foreach (var schema in Enum.GetValues<SegmentationSchema>())
        {
            foreach (var backbone in Enum.GetValues<BackboneKind>())
                yield return [schema.ToString(), backbone.ToString(), "-"];
        }
        foreach (var mode in Enum.GetValues<TemporalMode>())
        {
            foreach (var schema in (SegmentationSchema[])[SegmentationSchema.Watershed, SegmentationSchema.Pixelwise, SegmentationSchema.RetinaMask])
                yield return [schema.ToString(), nameof(BackboneKind.MobileNetV2), mode.ToString()];
        }
    }

    /// <summary>The middles of images that have at least three cells there, evenly over the data set.</summary>
    private static List<CellMovie> CutTiles(string folder)
    {
        var imported = DatasetReader.Import(Path.Combine(folder, "stage1_train.zip"), options: new DatasetImportOptions
        {
            IncludeListPath = Path.Combine(folder, "fluorescence.txt"),
        });
        var candidates = imported.Dataset.Movies;
        var tiles = new List<CellMovie>();
        for (int i = 0; i < candidates.Count && tiles.Count < TileCount; i += candidates.Count / (4 * TileCount))
        {
            var (image, labels) = (candidates[i].ReadImage(), candidates[i].ReadLabels());
            if (image.Height < Tile || image.Width < Tile)
                continue;
            int top = (image.Height - Tile) / 2, left = (image.Width - Tile) / 2;
            var tileLabels = new LabelImage(Tile, Tile);
            var pixels = new float[Tile * Tile];
            for (int y = 0; y < Tile; y++)
            {
                for (int x = 0; x < Tile; x++)
                {
                    pixels[(y * Tile) + x] = image.Pixels[((top + y) * image.Width) + left + x];
                    tileLabels[y, x] = labels[top + y, left + x];
                }
            }
            var tile = new CellImage(1, Tile, Tile, pixels);
            if (tileLabels.CountCells() >= 3)
                tiles.Add(new CellMovie(candidates[i].Name, candidates[i].Path, 1, _ => tile, _ => tileLabels));
        }
        return tiles;
    }

    private static double Measure(SegmentationModel model, CellDataset data, int minimumArea)
    {
        var segmenter = new CellSegmenter(model);
        var options = new EvaluationOptions { MinimumArea = minimumArea };
        return SegmentationEvaluator.Pool(SegmentationInput.FromDataset(data)
            .Select(input => segmenter.Segment(input))
            .Select(found => SegmentationEvaluator.Evaluate(found.Truth!, found.Labels, options))).F1;
    }
}
