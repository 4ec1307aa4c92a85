using System.Diagnostics;
using CellSeg.Datasets.Splitting;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;
using CellSeg.Files;
using CellSeg.Files.Locks;
using CellSeg.Inference;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;
using CellSeg.Training;

namespace CellSeg.Studies.Running;

/// <summary>One training of a study, from its data to its result.</summary>
/// <param name="plan">The plan.</param>
/// <param name="datasets">Its data sets.</param>
/// <param name="folder">The training's folder, which this process has locked.</param>
/// <param name="held">The lock, which shows that the process lives.</param>
/// <param name="progress">Told what happens.</param>
internal sealed class TrainingJob(StudyPlan plan, StudyDatasets datasets, TrainingFolder folder, LockFile held, IProgress<StudyProgress>? progress)
    : IProgress<TrainingProgress>
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    private readonly StudySettings _settings = folder.Settings;
    private readonly Stopwatch _silence = Stopwatch.StartNew();

    /// <summary>Trains, judges and writes the result.</summary>
    /// <param name="cancellationToken">Ends after the step in progress, with a checkpoint.</param>
    /// <exception cref="CellSegException">Data, weights or options cannot be used, or the folder not be written to.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        using var owner = Process.GetCurrentProcess();
        folder.Log($"Begun or resumed by process {owner.Id} on {Environment.MachineName}, {plan.ThreadCount} threads.");
        var dataset = datasets.Get(_settings.Dataset, Warn, cancellationToken);
        // Without a place for problems they are thrown: a test image less would be another judgement.
        var split = DatasetSplitter.Split(dataset, plan.GetSplitOptions(_settings), cancellationToken: cancellationToken);
        folder.Log(
            $"{dataset.Source}: {split.Training.MovieCount} movies with {split.AnnotationCount} cells to learn from, {split.Validation.MovieCount} "
            + $"movies to choose by, {split.Test.MovieCount} movies or tiles to judge by.");
        using var model = StudyModel.Create(plan, _settings);
        var options = plan.GetTrainingOptions(_settings) with { CheckpointPath = folder.Path, Resume = true };
        var trained = ModelTrainer.Train(model, split, options, this, cancellationToken);
        var clock = Stopwatch.StartNew();
        var records = Judge(trained, options, cancellationToken);
        folder.WriteResult(new StudyResult
        {
            Records = records,
            Seconds = Math.Round((trained.Duration + clock.Elapsed).TotalSeconds, 3),
            Device = trained.Device,
            Processor = Processor.Name,
            ThreadCount = plan.ThreadCount,
            ModuleVersion = typeof(TrainingJob).Assembly.GetName().Version!.ToString(3),
            ModelHash = ModelHash.Compute(model),
            FinishedAt = DateTime.UtcNow,
        });
        // Nothing is left to go on with.
        AtomicFile.TryDelete(Path.Combine(folder.Path, ModelTrainer.CheckpointName));
        folder.Log(FormattableString.Invariant(
            $"Done: F1 {records[0].F1:F4}, {records[1].F1:F4} after removal of small objects."));
        folder.Log(FormattableString.Invariant($"{trained.Duration.TotalSeconds:F1} s of training, {clock.Elapsed.TotalSeconds:F1} s of judging."));
    }

    /// <summary>Writes what a training tells into the log, and shows that the process lives.</summary>
    /// <param name="value">What it tells.</param>
    public void Report(TrainingProgress value)
    {
        switch (value)
        {
            case TrainingProgress.EpochEnd epoch:
                folder.Log($"{epoch.Record}");
                break;
            case TrainingProgress.Warning warning:
                folder.Log($"Warning: {warning.Text}");
                break;
            case TrainingProgress.Problem problem:
                // It would be learnt from on another machine.
                throw problem.Error;
        }
        Touch();
        progress?.Report(new StudyProgress.Advanced(_settings, value));
    }

    private StudyRecord[] Judge(ModelTrainingResult trained, TrainingOptions options, CancellationToken cancellationToken)
    {
        var segmenter = new CellSegmenter(trained.Model, new SegmenterOptions
        {
            Predictor = new PredictorOptions { Device = options.Device, Precision = options.Precision, ThreadCount = plan.ThreadCount },
        });
        EvaluationOptions[] rules =
        [
            new EvaluationOptions { Rule = plan.EvaluationRule },
            new EvaluationOptions { Rule = plan.EvaluationRule, MinimumArea = plan.MinimumArea },
        ];
        List<SegmentationError>[] errors = [[], []];
        foreach (var input in SegmentationInput.FromDataset(trained.Split.Test))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = segmenter.Segment(input, cancellationToken);
            var table = OverlapTable.Create(found.ReadTruth()!, found.ReadLabels(), input.Path);
            for (int i = 0; i < rules.Length; i++)
                errors[i].Add(SegmentationEvaluator.Evaluate(table, rules[i], input.Path, input.Frame));
            Touch();
        }
        if (segmenter.Warning is { } warning)
            Warn(warning);
        return [.. rules.Select((rule, i) => Describe(trained, SegmentationEvaluator.Pool(errors[i]), rule.MinimumArea))];
    }

    private StudyRecord Describe(ModelTrainingResult trained, SegmentationError total, int minimumArea) => new()
    {
        Training = _settings.Id,
        Dataset = _settings.Dataset,
        Schema = _settings.Schema,
        Backbone = _settings.Backbone,
        Location = _settings.Location,
        Pretrained = _settings.Pretrained,
        TemporalMode = _settings.TemporalMode,
        FramesPerBatch = _settings.FramesPerBatch,
        Fraction = _settings.Fraction,
        Seed = _settings.Seed,
        MinimumArea = minimumArea,
        TrainingMovies = trained.Split.Training.MovieCount,
        AnnotationCount = trained.Split.AnnotationCount,
        Steps = trained.History.Sum(epoch => (long)epoch.Steps),
        BestEpoch = trained.BestEpoch,
        ImageCount = total.ImageCount,
        TrueCount = total.TrueCount,
        PredictedCount = total.PredictedCount,
        Correct = total.Correct,
        Missed = total.Missed,
        Gained = total.Gained,
        Merges = total.Merges,
        Splits = total.Splits,
        Catastrophes = total.Catastrophes,
        Precision = total.Precision,
        Recall = total.Recall,
        F1 = total.F1,
        Jaccard = total.Jaccard,
    };

    private void Warn(string text) => Report(new TrainingProgress.Warning(text));

    private void Touch()
    {
        if (_silence.Elapsed < TouchInterval)
            return;
        held.Touch();
        _silence.Restart();
    }
}
