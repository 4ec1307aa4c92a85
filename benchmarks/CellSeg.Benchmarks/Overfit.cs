using System.Diagnostics;
using System.Globalization;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Simulation;
using CellSeg.Decoding;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Training;
using CellSeg.Training.Data;

namespace CellSeg.Benchmarks;

/// <summary>
/// Shows that every network can learn: each schema on each backbone learns eight tiles of real images by heart, each
/// temporal mode four short simulated movies. Each configuration runs in a process of its own, for its memory.
/// </summary>
internal static class Overfit
{
    private const int Tile = 128, SmallestCell = 50, TileCount = 8, TileSteps = 500;

    private const int MovieCount = 4, MovieFrames = 4, MovieSize = 64, ClipFrames = 3, MovieSteps = 300;

    // Maps stand a higher rate than what is best on data that vary: nothing has to be learnt here that holds elsewhere.
    private const double MapLearningRate = 3e-3, DetectionLearningRate = 1e-3;

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
        int steps = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : isMovie ? MovieSteps : TileSteps;
        var data = isMovie
            ? CellSimulator.Simulate(new SimulationOptions
            {
                MovieCount = MovieCount,
                FrameCount = MovieFrames,
                Width = MovieSize,
                Height = MovieSize,
                CellCount = 3,
            })
            : new CellDataset("tiles", args[0], CutTiles(args[0]));
        var specification = ModelPresets.Create(ModelPreset.Default, schema, backbone);
        if (isMovie)
            specification = specification with { Temporal = new TemporalOptions { Mode = Enum.Parse<TemporalMode>(mode), FramesPerBatch = ClipFrames } };
        using var model = new SegmentationModel(specification);
        var none = data.WithMovies("none", []);
        // All of the data in each step.
        var options = new TrainingOptions
        {
            Epochs = steps,
            BatchSize = data.MovieCount,
            CropSize = isMovie ? MovieSize : Tile,
            LearningRate = schema == SegmentationSchema.RetinaMask ? DetectionLearningRate : MapLearningRate,
            Augmentation = AugmentationOptions.None,
        };
        var clock = Stopwatch.StartNew();
        ModelTrainer.Train(model, new CellDatasetSplit(data, none, none, 0, 1), options);
        double seconds = clock.Elapsed.TotalSeconds;
        Console.Error.WriteLine($"{string.Join(' ', args[1..])}: {model.Decoder}");
        var (all, large) = (Measure(model, data, 0), Measure(model, data, 100));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {schema} | {backbone} | {mode} | {model.TotalParameterCount:N0} | {steps} | {all:F3} | {large:F3} "
            + $"| {seconds:F0} | {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} |"));
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

    /// <summary>
    /// The middles of images, evenly over the data set, that have at least three cells there and no splinter of a cell
    /// that the cut left over.
    /// </summary>
    private static List<CellMovie> CutTiles(string folder)
    {
        var imported = DatasetReader.Import(Path.Combine(folder, "stage1_train.zip"), options: new DatasetImportOptions
        {
            IncludeListPath = Path.Combine(folder, "fluorescence.txt"),
        });
        var candidates = imported.Dataset.Movies;
        var tiles = new List<CellMovie>();
        var spread = candidates.Select((movie, i) => (movie, i)).OrderBy(item => item.i % (candidates.Count / TileCount));
        foreach (var (candidate, _) in spread)
        {
            if (tiles.Count == TileCount)
                break;
            var (image, labels) = (candidate.ReadImage(), candidate.ReadLabels());
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
            var areas = tileLabels.GetAreas().Values;
            if (areas.Count >= 3 && areas.Min() >= SmallestCell)
                tiles.Add(new CellMovie(candidate.Name, candidate.Path, 1, _ => tile, _ => tileLabels));
        }
        return tiles;
    }

    private static double Measure(SegmentationModel model, CellDataset data, int minimumArea)
    {
        var segmenter = new CellSegmenter(model);
        var options = new EvaluationOptions { MinimumArea = minimumArea };
        var pooled = SegmentationEvaluator.Pool(SegmentationInput.FromDataset(data)
            .Select(input => segmenter.Segment(input))
            .Select(found => SegmentationEvaluator.Evaluate(found.ReadTruth()!, found.ReadLabels(), options)));
        // Beside the table, for whoever wants to know what is wrong with a network.
        Console.Error.WriteLine(
            $"true {pooled.TrueCount}, predicted {pooled.PredictedCount}, correct {pooled.Correct}, missed {pooled.Missed}, "
            + $"gained {pooled.Gained}, merges {pooled.Merges}, splits {pooled.Splits}, catastrophes {pooled.Catastrophes}");
        return pooled.F1;
    }
}
