using System.Diagnostics;
using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.Decoding;
using CellSeg.Inference;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models.Torch;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Running;
using CellSeg.Training;

namespace CellSeg.Studies.Estimation;

/// <summary>
/// Tells how long the trainings of a plan will take. Of each network a few real steps are done on the data, and images segmented, with the
/// threads of the plan; the rest is counting.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="datasets">Its data sets.</param>
public sealed class StudyEstimator(StudyPlan plan, StudyDatasets datasets)
{
    /// <summary>Steps that are done of each network; the first, which also prepares what later ones find ready, does not count.</summary>
    public const int MeasuredSteps = 4;
    private const int MeasuredImages = 3;

    // Enough to learn from for so few steps.
    private const int MeasuredMovies = 2;

    private readonly Dictionary<object, Measured> _measured = [];
    private readonly Dictionary<(string Dataset, long Seed, double Fraction), CellDatasetSplit> _splits = [];

    /// <summary>Estimates the trainings, in the order of the plan.</summary>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Ends after a step.</param>
    /// <exception cref="CellSegException">Data or weights cannot do what the plan asks.</exception>
    public IEnumerable<StudyEstimate> Estimate(IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        datasets.Check(_ => { }, cancellationToken);
        var trainings = plan.Trainings;
        for (int i = 0; i < trainings.Count; i++)
        {
            yield return Estimate(trainings[i], cancellationToken);
            progress?.Report(new WorkProgress(i + 1, trainings.Count, trainings[i].Id));
        }
    }

    private StudyEstimate Estimate(StudySettings settings, CancellationToken cancellationToken)
    {
        var split = Split(settings, cancellationToken);
        var options = plan.GetTrainingOptions(settings);
        // What decides how much is computed in a step.
        var network = (settings.Dataset, settings.Schema, settings.Backbone, settings.Location, settings.TemporalMode, settings.FramesPerBatch);
        if (!_measured.TryGetValue(network, out var measured))
            _measured.Add(network, measured = Measure(settings, split, options, cancellationToken));
        long clips = options.CropsPerEpoch > 0 ? options.CropsPerEpoch : split.Training.Movies.Sum(movie => CountClips(movie, settings, options));
        long steps = options.Epochs * ((clips + options.BatchSize - 1) / options.BatchSize);
        double validation = (options.Epochs * CountValidationPixels(split, options)) + CountPixels(split.Validation);
        double judging = validation * measured.SecondsPerPixel;
        judging += plan.TestTileSize is { } tile
            ? measured.SecondsPerTile * split.Test.Movies.Sum(movie => (double)movie.FrameCount * CountTiles(movie, tile))
            : measured.SecondsPerPixel * CountPixels(split.Test);
        return new StudyEstimate
        {
            Id = settings.Id,
            Settings = settings,
            TrainingMovies = split.Training.MovieCount,
            AnnotationCount = split.AnnotationCount,
            Steps = steps,
            StepTime = measured.Step,
            TrainingTime = measured.Step * steps,
            JudgingTime = TimeSpan.FromSeconds(judging),
        };
    }

    private Measured Measure(
        StudySettings settings, CellDatasetSplit split, TrainingOptions options, CancellationToken cancellationToken)
    {
        using var threads = ThreadLimit.Set(plan.ThreadCount);
        using var model = StudyModel.Create(plan, settings);
        var clock = new Stopwatch();
        var steps = new List<TimeSpan>();
        var few = split with
        {
            Training = split.Training.WithMovies("measured", [.. split.Training.Movies.Where(movie => movie.AnnotationCount > 0).Take(MeasuredMovies)]),
            Validation = split.Validation.WithMovies("none", []),
        };
        clock.Start();
        ModelTrainer.Train(
            model, few, options with { Epochs = 1, CropsPerEpoch = MeasuredSteps * options.BatchSize, MinimumObjects = 0 },
            new StepClock(() => steps.Add(clock.Elapsed)), cancellationToken);
        var step = (steps[^1] - steps[0]) / (MeasuredSteps - 1);

        // In clips, all frames are predicted with the first.
        var test = split.Test.Movies[0].GetFrames(0, Math.Min(settings.FramesPerBatch, split.Test.Movies[0].FrameCount), 0);
        var size = test.ReadFrameSize();
        double cells = (double)few.Training.AnnotationCount / few.Training.FrameCount;
        var predictor = new PredictorOptions { Device = options.Device, Precision = options.Precision, ThreadCount = plan.ThreadCount };
        double MeasureImage(CellMovie movie, double share)
        {
            var decoder = FindAsManyAs(cells * share, model.Decoder);
            return Measure(new CellSegmenter(model, new SegmenterOptions { Predictor = predictor, Decoder = decoder }), movie, cancellationToken);
        }
        double whole = MeasureImage(test, 1), tile = whole;
        if (plan.TestTileSize is { } side)
        {
            var cut = test.Cut(MovieTile.Cover(size.Height, size.Width, side).First(), 0, test.FrameCount);
            tile = MeasureImage(cut, Math.Min(1, (double)side * side / size.Height / size.Width));
        }
        return new Measured(step, whole / test.FrameCount / (size.Height * (double)size.Width), tile / test.FrameCount);
    }

    /// <summary>A network that has learnt nothing finds no cells, and RetinaMask's work is for each that it finds: so the likeliest boxes are taken.</summary>
    private static DecoderOptions FindAsManyAs(double cells, DecoderOptions decoder)
        => decoder is RetinaMaskDecoderOptions detection
            ? detection with { ScoreThreshold = 0, MaximumDetections = Math.Clamp((int)Math.Ceiling(cells), 1, detection.MaximumDetections) }
            : decoder;

    /// <summary>Seconds of a clip, or of an image, without those that only the first takes.</summary>
    private static double Measure(CellSegmenter segmenter, CellMovie movie, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (int i = 0; i < MeasuredImages; i++)
        {
            var clock = Stopwatch.StartNew();
            // A new movie each time, or the frames of a clip would be there already.
            segmenter.Segment(new SegmentationInput(movie.GetFrames(0, movie.FrameCount, 0)), cancellationToken);
            times.Add(clock.Elapsed.TotalSeconds);
        }
        return times.Skip(1).Min();
    }

    private CellDatasetSplit Split(StudySettings settings, CancellationToken cancellationToken)
    {
        var key = (settings.Dataset, settings.Seed, settings.Fraction);
        if (!_splits.TryGetValue(key, out var split))
        {
            var dataset = datasets.Get(settings.Dataset, _ => { }, cancellationToken);
            _splits.Add(key, split = DatasetSplitter.Split(
                dataset, plan.GetSplitOptions(settings) with { TestTileSize = null }, cancellationToken: cancellationToken));
        }
        return split;
    }

    private static long CountClips(CellMovie movie, StudySettings settings, TrainingOptions options)
    {
        int tiles = options.TileSize is { } side ? CountTiles(movie, side) : 1;
        return (long)tiles * Math.Max(1, movie.FrameCount / settings.FramesPerBatch);
    }

    private static double CountValidationPixels(CellDatasetSplit split, TrainingOptions options)
    {
        if (split.Validation.FrameCount == 0)
            return 0;
        var sizes = split.Validation.Movies.Select(movie => movie.ReadFrameSize());
        double mean = sizes.Average(size => Math.Min(size.Height, options.ValidationSize) * (double)Math.Min(size.Width, options.ValidationSize));
        return mean * Math.Min(options.ValidationFrames, split.Validation.FrameCount);
    }

    private static double CountPixels(CellDataset part)
        => part.Movies.Sum(movie => movie.FrameCount * (double)movie.ReadFrameSize().Height * movie.ReadFrameSize().Width);

    private static int CountTiles(CellMovie movie, int side)
    {
        var size = movie.ReadFrameSize();
        return MovieTile.Cover(size.Height, size.Width, side).Count();
    }

    /// <summary>What was measured of a network.</summary>
    /// <param name="Step">The time of a step.</param>
    /// <param name="SecondsPerPixel">Seconds for each pixel of an image that is segmented whole.</param>
    /// <param name="SecondsPerTile">Seconds for a tile of the test part.</param>
    private sealed record Measured(TimeSpan Step, double SecondsPerPixel, double SecondsPerTile);

    private sealed class StepClock(Action note) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value is TrainingProgress.StepEnd)
                note();
        }
    }
}
