using System.Collections.Concurrent;
using System.Diagnostics;
using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>Trains a model on the training part of a split. The test part is never looked at.</summary>
public sealed class ModelTrainer
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(2);

    private readonly SegmentationModel _model;
    private readonly CellDatasetSplit _split;
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly ConcurrentQueue<CellSegException> _problems = new();
    private readonly List<EpochRecord> _history = [];
    private readonly Stopwatch _clock = new();

    private ModelTrainer(SegmentationModel model, CellDatasetSplit split, TrainingOptions options, IProgress<TrainingProgress>? progress)
        => (_model, _split, _options, _progress) = (model, split, options, progress);

    /// <summary>Trains a model in place, on the calling thread.</summary>
    /// <param name="model">Its weights change; its decoder is tuned at the end.</param>
    /// <param name="split">At least one annotated training movie.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="progress">Told of each step, each finished epoch and each frame that cannot be used.</param>
    /// <param name="cancellationToken">Stops after the step in progress; the model is saved first where a checkpoint path is set.</param>
    /// <exception cref="CellSegException">There is nothing to learn from, an option is out of range, or the loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ModelTrainingResult Train(SegmentationModel model, CellDatasetSplit split, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new TrainingOptions();
        options.Validate();
        return new ModelTrainer(model, split, options, progress).Run(cancellationToken);
    }

    private ModelTrainingResult Run(CancellationToken cancellationToken)
    {
        var frames = new FrameCache(_split.Training, _model.Specification, _options.CacheBytes);
        if (frames.Count == 0)
            throw new CellSegException(_split.Training.Name, "it has no annotated movie to learn from", "Use a data set with label images");
        _clock.Start();
        try
        {
            using var batches = new BatchSource(frames, _model.Specification, _options, _problems.Enqueue, cancellationToken);
            RunEpochs(batches, stepsPerEpoch: (frames.ClipCount + _options.BatchSize - 1) / _options.BatchSize, cancellationToken);
        }
        finally
        {
            _model.Network.eval();
            ReportProblems();
            // Also when cancelled or failed: what was learnt so far is on the disk.
            if (_history.Count > 0 || cancellationToken.IsCancellationRequested)
                Save();
        }
        _model.Decoder = DecoderTuner.Tune(_model, _split, frames, _options.Precision, cancellationToken);
        Save();
        return new ModelTrainingResult(_model, _split, _history, _clock.Elapsed, "Cpu", _options.CheckpointPath);
    }

    private void RunEpochs(BatchSource batches, int stepsPerEpoch, CancellationToken cancellationToken)
    {
        _model.Network.ComputeType = ComputeSupport.Resolve(_options.Precision);
        using var optimizer = optim.AdamW(_model.Network.parameters(), _options.LearningRate, weight_decay: _options.WeightDecay);
        long totalSteps = (long)stepsPerEpoch * _options.Epochs, step = 0;
        var lastSave = _clock.Elapsed;
        double done = 0;
        for (int epoch = 1; epoch <= _options.Epochs && done < 1; epoch++)
        {
            var epochStart = _clock.Elapsed;
            double lossSum = 0, rate = 0;
            int steps = 0;
            while (steps < stepsPerEpoch && done < 1)
            {
                cancellationToken.ThrowIfCancellationRequested();
                rate = LearningRateSchedule.At(_options.LearningRate, _options.WarmUp, Math.Max(done, 0.5 / totalSteps));
                foreach (var group in optimizer.ParamGroups)
                    group.LearningRate = rate;
                lossSum += Step(batches.Next(), optimizer);
                steps++;
                step++;
                done = Math.Max(step / (double)totalSteps, _options.TimeLimit is { } limit ? _clock.Elapsed / limit : 0);
                ReportProblems();
                _progress?.Report(Progress(epoch, done, lossSum / steps));
            }
            var record = new EpochRecord(epoch, steps, lossSum / steps, rate, (_clock.Elapsed - epochStart).TotalSeconds);
            _history.Add(record);
            _progress?.Report(Progress(epoch, done, record.Loss) with { FinishedEpoch = record });
            if (_clock.Elapsed - lastSave > CheckpointInterval)
            {
                Save();
                lastSave = _clock.Elapsed;
            }
        }
    }

    private double Step(TrainingBatch batch, optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        _model.Network.train();
        int size = _options.CropSize;
        var input = tensor(batch.Images, [batch.Names.Length, _model.Specification.InputChannels, size, size]);
        var loss = TrainingLoss.Compute(_model, _model.Network.forward(input), batch, _options);
        double value = loss.item<float>();
        if (!double.IsFinite(value))
            throw new CellSegException("Training", $"the loss became {value} in the batch of {string.Join(", ", batch.Names.Distinct())}", "Check these images, or lower the learning rate");
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return value;
    }

    private TrainingProgress Progress(int epoch, double done, double loss) => new()
    {
        Epoch = epoch,
        EpochCount = _options.Epochs,
        Fraction = Math.Min(done, 1),
        Elapsed = _clock.Elapsed,
        Loss = loss,
    };

    private void ReportProblems()
    {
        while (_problems.TryDequeue(out var problem))
            _progress?.Report(Progress(_history.Count + 1, 0, 0) with { Problem = problem });
    }

    private void Save()
    {
        _model.Training = new TrainingProvenance
        {
            Dataset = _split.Training.Name,
            MovieCount = _split.Training.MovieCount,
            AnnotationCount = _split.AnnotationCount,
            Seed = _options.Seed,
            Epochs = _history.Count,
            FinishedAt = DateTime.UtcNow,
            BackboneWeights = _model.BackboneWeights ?? _model.Training?.BackboneWeights,
        };
        if (_options.CheckpointPath is not { } path)
            return;
        ModelFolder.Save(_model, path);
        HistoryFile.Write(Path.Combine(path, "history.csv"), _history);
    }
}
