using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Evaluation;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Numerics;
using CellSeg.Schemas;
using CellSeg.Training.Data;

namespace CellSeg.Training.Validation;

/// <summary>
/// Chooses a model's decoder options by the cell-level F1 on the validation part; without one, on training frames. The
/// network runs once for each frame, then every candidate decodes the same prediction.
/// </summary>
internal static class DecoderTuner
{
    private const int MaximumFrames = 48;

    /// <summary>The best options, or the present ones when nothing is better.</summary>
    /// <param name="model">The model.</param>
    /// <param name="validation">The validation part.</param>
    /// <param name="training">Training frames, to choose by where there is no annotated validation.</param>
    /// <param name="options">How the network is run.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    public static DecoderOptions Tune(
        SegmentationModel model, CellDataset validation, FrameCache training, PredictorOptions options, CancellationToken cancellationToken)
    {
        var frames = validation.Movies.Any(movie => movie.HasLabels)
            ? new FrameCache(validation, model.Specification, 0)
            : training;
        var samples = Predict(model, frames, options, cancellationToken);
        // One group of options at a time, from the one that decides most: a grid of all would cost a hundred times as much.
        var best = model.Decoder;
        double bestScore = Score(samples, best, cancellationToken);
        foreach (var group in model.Schema.Candidates)
        {
            foreach (var candidate in group(best))
            {
                double score = Score(samples, candidate, cancellationToken);
                if (score > bestScore)
                    (best, bestScore) = (candidate, score);
            }
        }
        return best;
    }

    private static List<(TrainingFrame Frame, FramePrediction Prediction)> Predict(
        SegmentationModel model, FrameCache frames, PredictorOptions options, CancellationToken cancellationToken)
    {
        var predictor = new CachedFramePredictor(FramePredictor.Create([model], options, RetinaMaskSchema.LowestScore), frames);
        var samples = new List<(TrainingFrame, FramePrediction)>();
        // Evenly over the data set, which may be sorted by kind.
        foreach (int frame in EvenSample.Take([.. Enumerable.Range(0, frames.Count)], MaximumFrames))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                samples.Add(predictor.Predict(frame, cancellationToken));
            }
            catch (CellSegException)
            {
                // A frame that cannot be read has been reported by the training or will be by whoever measures on it.
            }
        }
        return samples;
    }

    private static double Score(List<(TrainingFrame Frame, FramePrediction Prediction)> samples, DecoderOptions options, CancellationToken cancellationToken)
        => SegmentationEvaluator.Pool(samples.Select(sample =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return SegmentationEvaluator.Evaluate(sample.Frame.Labels, sample.Prediction.Decode(options), ModelValidator.Evaluation);
        })).F1;
}
