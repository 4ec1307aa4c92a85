using System.Diagnostics;
using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Torch;
using CellSeg.Training.Checkpoints;
using CellSeg.Training.Data;
using CellSeg.Training.History;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;
using static TorchSharp.torch;

namespace CellSeg.Training;

/// <summary>One training from its start, or from its checkpoint, to the tuned model.</summary>
internal sealed class TrainingRun : IDisposable
{
    // Of the memory for decoded frames, validation has this share.
    private const int ValidationShare = 8;

    // Seldom enough to cost nothing, often enough for trainings of a day.
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMinutes(1);

    private readonly SegmentationModel _model;
    private readonly CellDatasetSplit _split, _parts;
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly FrameNotices _notices;
    private readonly Stopwatch _clock = Stopwatch.StartNew(), _sinceRelease = Stopwatch.StartNew();

    private readonly ComputeDevice _device;
    private readonly ScalarType _type;
    private readonly FrameCache _frames;
    private readonly ModelValidator _validator;
    private readonly FrozenWeights _frozen;
    private readonly AdamOptimizer _optimizer;
    private readonly WeightAverage _average;
    private readonly TrainingStep _step;
    private readonly Func<TrainingBatch, double, double> _learn;
    private readonly CheckpointKeeper _checkpoints;
    private readonly TrainingState _state;
    private readonly double _secondsBefore, _fractionBefore;
    private BatchSource? _batches;

    /// <param name="model">The model to train.</param>
    /// <param name="split">Its data.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="learn">Learns from a batch at a rate and gives its loss; for tests, which have no device that is out of memory.</param>
    /// <exception cref="CellSegException">There is nothing to learn from, or nothing that fits to resume from.</exception>
    public TrainingRun(
        SegmentationModel model, CellDatasetSplit split, TrainingOptions options, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation, Func<TrainingBatch, double, double>? learn = null)
    {
        (_model, _split, _options, _progress, _cancellation) = (model, split, options, progress, cancellation);
        _notices = new FrameNotices(progress);
        _parts = DataPreparation.Prepare(split, options.TileSize, options.MinimumObjects, _notices.Add, cancellation);
        long validationBytes = options.CacheBytes / ValidationShare;
        _frames = new FrameCache(
            _parts.Training, model.Specification, options.CacheBytes - validationBytes, TargetMaker.OfFrames(model.Schema, options.Batches),
            warn: _notices.Add);
        if (_frames.Count == 0)
        {
            _notices.Tell();
            throw new CellSegException(split.Training.Name, "it has no annotated movie to learn from", "Use a data set with label images");
        }
        _validator = new ModelValidator(
            model, _parts.Validation, options.Batches, options.Predictor, (options.ValidationFrames, options.ValidationSize),
            validationBytes, _notices.Add, _notices.Add);
        _device = ComputeSupport.Resolve(options.Device);
        (_type, string? warning) = ComputeSupport.Choose(model.Network.Convolutions, options.Precision, _device, trains: true);
        double? diameter = TypicalCell.FindDiameter(split.Training, cancellation);
        try
        {
            model.MoveTo(_device);
            // They keep the weights themselves, so that they are made where these stay.
            _frozen = FrozenWeights.Of(model.Network, options.FrozenPart, options.FrozenShare);
            _optimizer = new AdamOptimizer(model.Network, options.Adam, _frozen);
            _average = new WeightAverage(model.Network, options.AverageDecay, _frozen);
            _step = new TrainingStep(model, options.Losses, options.LossWeights, _optimizer, _average);
            _learn = learn ?? _step.Learn;
            _checkpoints = new CheckpointKeeper(model, _optimizer, _average, DescribeTraining(), options.Checkpoints, Warn);
            _state = _checkpoints.Begin(new TrainingState
            {
                Identity = TrainingIdentity.Describe(model.Specification, split, options, TrainingOptions.FreeToChange, cancellation),
                BaseModel = model.Training is null ? null : model.Name,
                BatchSize = options.BatchSize,
            });
            // What has begun to learn goes on, also where a resumed training is to be longer than it was.
            if (_state.Steps > _state.FrozenSteps)
                _frozen.Thaw();
            (_secondsBefore, _fractionBefore) = (_state.Seconds, Done());
            if (warning is not null)
                Warn(warning);
        }
        catch
        {
            Dispose();
            throw;
        }
        // What was said of the model that the training starts from does not hold for what it becomes.
        (model.CellDiameter, model.PixelSize, model.Card) = (diameter, split.Training.PixelSize, null);
    }

    private int StepsPerEpoch => (_options.Batches with { BatchSize = _state.BatchSize }).CountBatches(_frames.ClipCount);

    private TimeSpan Elapsed => TimeSpan.FromSeconds(_secondsBefore) + _clock.Elapsed;

    public ModelTrainingResult Run()
    {
        try
        {
            StartBatches();
            while (!IsFinished())
                RunEpoch();
            // A time limit that is already over when a training is resumed ends its epoch there.
            if (_state.EpochSteps > 0)
                FinishEpoch();
        }
        catch (OperationCanceledException)
        {
            _checkpoints.Save(_state, Elapsed);
            throw;
        }
        finally
        {
            _model.Network.eval();
            _notices.Tell();
        }
        _checkpoints.SaveTrained(_state, Elapsed);
        // They read frames on a thread of their own, and frames are for one thread at a time.
        _batches!.Dispose();
        _batches = null;
        _checkpoints.TakeBest();
        if (_options.TuneDecoder)
            _model.Decoder = DecoderTuner.Tune(_model, _parts.Validation, _frames, _options.Predictor, _cancellation);
        _checkpoints.SaveModel(_state);
        return new ModelTrainingResult(_model, _split, _state.History, _state.BestEpoch, Elapsed, $"{_device}", _options.CheckpointPath);
    }

    public void Dispose()
    {
        _batches?.Dispose();
        // Where the start failed there may be some of them only.
        _frozen?.Thaw();
        _optimizer?.Dispose();
        _average?.Dispose();
        _model.MoveTo(ComputeDevice.Cpu);
        NativeAllocator.ReleaseFreedMemory();
    }

    /// <summary>The share of the training that is done, by steps or by time, whichever is more.</summary>
    private double Done()
    {
        double steps = (_state.Epoch + (_state.Batch / (double)StepsPerEpoch)) / _options.Epochs;
        return Math.Min(1, Math.Max(steps, _options.TimeLimit is { } limit ? Elapsed / limit : 0));
    }

    private bool IsFinished()
        => _state.Epoch >= _options.Epochs
            || (_options.TimeLimit is { } limit && Elapsed >= limit)
            || (_options.Patience > 0 && _state.Batch == 0 && _state.Epoch - _state.BestEpoch >= _options.Patience);

    private void RunEpoch()
    {
        _frozen.Train();
        _model.Network.ComputeType = _type;
        double done = Done();
        while (_state.Batch < StepsPerEpoch && (done < 1 || _state.EpochSteps == 0))
        {
            _cancellation.ThrowIfCancellationRequested();
            _frozen.ThawAt(done);
            // Half a step from the start at least: a rate of 0 would waste it.
            _state.LearningRate = LearningRateSchedule.At(_options.Rate, Math.Max(done, 0.5 / ((double)StepsPerEpoch * _options.Epochs)), _state.Epoch);
            LearnNext();
            done = Done();
            _notices.Tell();
            _progress?.Report(GetProgress());
            _checkpoints.SaveIfDue(_state, Elapsed);
        }
        FinishEpoch();
    }

    private void LearnNext()
    {
        var batch = _batches!.Next();
        try
        {
            _state.LossSum += _learn(batch, _state.LearningRate);
            _state.EpochSteps++;
            _state.Batch++;
        }
        catch (Exception e) when (_state.BatchSize > 1 && ComputeSupport.IsOutOfMemory(e))
        {
            HalveBatches();
        }
    }

    /// <summary>Goes on from the same place of the epoch with half as many crops a step.</summary>
    private void HalveBatches()
    {
        _optimizer.DropGradients();
        int crops = _state.Batch * _state.BatchSize;
        _state.BatchSize /= 2;
        _state.Batch = crops / _state.BatchSize;
        Warn($"The device has too little memory for larger batches: going on with {_state.BatchSize} crops a step.");
        StartBatches();
    }

    private void StartBatches()
    {
        _batches?.Dispose();
        // The size of batches is what the device's memory has room for.
        var options = _options.Batches with { BatchSize = _state.BatchSize };
        _batches = new BatchSource(_frames, _model.Schema, options, _notices.Add, _cancellation, (_state.Epoch, _state.Batch));
    }

    private void FinishEpoch()
    {
        var score = Validate();
        double seconds = Elapsed.TotalSeconds;
        var record = new EpochRecord(
            _state.Epoch + 1, _state.EpochSteps, _state.LossSum / _state.EpochSteps, _state.LearningRate, seconds - _state.EpochStart,
            score?.Loss, score?.F1);
        bool isChosen = score is not null && _options.Selection != EpochSelection.Last;
        bool isBest = !isChosen || IsBest(record);
        _state.History.Add(record);
        _state.Epoch++;
        (_state.Batch, _state.EpochSteps, _state.LossSum, _state.EpochStart) = (0, 0, 0, seconds);
        if (isBest)
            _checkpoints.NoteBest(_state, isChosen);
        _notices.Tell();
        _progress?.Report(new TrainingProgress.EpochEnd(record));
        _checkpoints.SaveIfDue(_state, Elapsed);
        if (_sinceRelease.Elapsed >= MemoryInterval)
        {
            NativeAllocator.ReleaseFreedMemory();
            _sinceRelease.Restart();
        }
    }

    /// <summary>Judges the weights that the training would end with: the averaged ones, if it averages.</summary>
    private ValidationScore? Validate()
    {
        if (!_validator.HasFrames)
            return null;
        using var _ = _average.Use();
        return _validator.Measure(_step.Measure, _cancellation);
    }

    private bool IsBest(EpochRecord record)
        => _state.History.ElementAtOrDefault(_state.BestEpoch - 1) is not { } best
            || (_options.Selection == EpochSelection.ValidationF1
                ? !(record.ValidationF1 < best.ValidationF1)
                : !(record.ValidationLoss > best.ValidationLoss));

    private TrainingProgress.StepEnd GetProgress()
    {
        double done = Done();
        return new TrainingProgress.StepEnd(
            Epoch: Math.Min(_state.Epoch + 1, _options.Epochs),
            EpochCount: _options.Epochs,
            Fraction: done,
            Elapsed: Elapsed,
            Remaining: done > _fractionBefore ? _clock.Elapsed * ((1 - done) / (done - _fractionBefore)) : null,
            Loss: _state.EpochSteps > 0 ? _state.LossSum / _state.EpochSteps : 0,
            ValidationF1: _state.History.Count > 0 ? _state.History[^1].ValidationF1 : null);
    }

    private TrainingProvenance DescribeTraining() => new()
    {
        Dataset = _split.Training.Name,
        MovieCount = _split.Training.MovieCount,
        AnnotationCount = _split.AnnotationCount,
        Seed = _options.Seed,
        Epochs = 0,
        FinishedAt = DateTime.UtcNow,
        BackboneWeights = _model.BackboneWeights ?? _model.Training?.BackboneWeights,
        Targets = _model.Schema.PredictsMaps ? _options.Batches.Targets : null,
    };

    private void Warn(string text) => _progress?.Report(new TrainingProgress.Warning(text));
}
