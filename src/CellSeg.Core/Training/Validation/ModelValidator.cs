using CellSeg.Datasets;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging.Inspection;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Numerics;
using CellSeg.Training.Data;

namespace CellSeg.Training.Validation;

/// <summary>
/// Judges a model by a sample of the validation part, which is the same each time: the loss over unvaried crops, and
/// the cell-level F1 over frames, of which large ones count by their middles.
/// </summary>
internal sealed class ModelValidator
{
    /// <summary>
    /// How validation judges. A link at the threshold itself would change the scores, and with them the choice of the epoch,
    /// of trainings from before that are gone on with or repeated.
    /// </summary>
    public static readonly EvaluationOptions Evaluation = new() { Rule = EvaluationRule.Toolbox };

    private readonly SegmentationModel _model;
    private readonly BatchOptions _options;
    private readonly PredictorOptions _predictor;
    private readonly FrameCache _frames;
    private readonly Action<CellSegException> _reportBadFrame;
    private readonly HashSet<int> _badFrames = [];
    private List<TrainingBatch>? _batches;

    /// <param name="model">The model that is trained.</param>
    /// <param name="part">The validation part.</param>
    /// <param name="options">How the training cuts its batches.</param>
    /// <param name="predictor">How the network is run.</param>
    /// <param name="sample">The most frames to judge by, and the side of the middle that counts of a larger one.</param>
    /// <param name="cacheBytes">Memory for decoded frames.</param>
    /// <param name="reportBadFrame">Told of each frame that cannot be read, which is left out.</param>
    /// <param name="warn">Told by the frame's name what is odd about one that can.</param>
    public ModelValidator(
        SegmentationModel model, CellDataset part, BatchOptions options, PredictorOptions predictor, (int Frames, int Size) sample, long cacheBytes,
        Action<CellSegException> reportBadFrame, Action<string, ImageWarning> warn)
    {
        (_model, _predictor, _reportBadFrame) = (model, predictor, reportBadFrame);
        _options = options with { Augmentation = AugmentationOptions.None, BalanceImages = false, CropsPerEpoch = 0, AreaExponent = 0 };
        _frames = new FrameCache(
            part.WithMovies("sample", Sample(part.Movies, sample.Frames)), model.Specification, cacheBytes,
            TargetMaker.OfFrames(model.Schema, options), sample.Size, warn);
    }

    /// <summary>Whether there is anything to judge by.</summary>
    public bool HasFrames => _frames.Count > _badFrames.Count;

    /// <summary>Judges the model as it is now. Leaves the network in its evaluating mode.</summary>
    /// <param name="measureLoss">Gives the loss of a batch by the network in its evaluating mode.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <returns>Null when none of the frames can be read.</returns>
    public ValidationScore? Measure(Func<TrainingBatch, double> measureLoss, CancellationToken cancellationToken)
    {
        if (MeasureF1(cancellationToken) is not { } f1)
            return null;
        _batches ??= MakeBatches(cancellationToken);
        _model.Network.eval();
        double sum = 0;
        foreach (var batch in _batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum += measureLoss(batch);
        }
        return new ValidationScore(sum / _batches.Count, f1);
    }

    /// <summary>Whole movies, evenly over the part, which may be sorted by kind, with about the wanted number of frames.</summary>
    private static List<CellMovie> Sample(IReadOnlyList<CellMovie> movies, int frames)
    {
        var labelled = movies.Where(movie => movie.HasLabels).ToList();
        if (labelled.Count == 0 || frames == 0)
            return [];
        int count = Math.Clamp((int)((long)frames * labelled.Count / labelled.Sum(movie => movie.FrameCount)), 1, labelled.Count);
        return [.. EvenSample.Take(labelled, count)];
    }

    private double? MeasureF1(CancellationToken cancellationToken)
    {
        var predictor = new CachedFramePredictor(FramePredictor.Create(_model, _predictor), _frames);
        var errors = new List<SegmentationError>();
        for (int i = 0; i < _frames.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_badFrames.Contains(i))
                continue;
            try
            {
                var (frame, prediction) = predictor.Predict(i, cancellationToken);
                errors.Add(SegmentationEvaluator.Evaluate(frame.Labels, prediction.Decode(_model.Decoder), Evaluation));
            }
            catch (CellSegException e)
            {
                _badFrames.Add(i);
                _reportBadFrame(e);
            }
        }
        if (errors.Count == 0)
            return null;
        double f1 = SegmentationEvaluator.Pool(errors).F1;
        return double.IsFinite(f1) ? f1 : 0;
    }

    /// <summary>The first epoch of a source without variation, kept: each crop is always cut from the same place.</summary>
    private List<TrainingBatch> MakeBatches(CancellationToken cancellationToken)
    {
        // Bad frames have been reported by now.
        using var source = new BatchSource(_frames, _model.Schema, _options, _ => { }, cancellationToken);
        return [.. Enumerable.Range(0, _options.CountBatches(_frames.ClipCount)).Select(_ => source.Next())];
    }
}
