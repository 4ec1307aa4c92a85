using CellSeg.Datasets;
using CellSeg.Evaluation;
using CellSeg.Inference;
using CellSeg.Inference.Decoding;
using CellSeg.Models;
using CellSeg.Training.Data;

namespace CellSeg.Training;

/// <summary>
/// Chooses a watershed model's thresholds by the cell-level F1 on the validation part; without one, on training
/// frames. The network runs once for each frame, then every candidate decodes the same maps.
/// </summary>
internal static class DecoderTuner
{
    private const int MaximumFrames = 48;

    private static readonly float[] MaskThresholds = [0.3f, 0.4f, 0.5f, 0.6f];

    private static readonly float[] OuterThresholds = [0.03f, 0.06f, 0.1f, 0.15f, 0.2f];

    private static readonly float[] DetectionThresholds = [0.05f, 0.1f, 0.2f, 0.3f];

    private static readonly double[] Smoothings = [0.5, 1, 2];

    private static readonly float[] Prominences = [0.02f, 0.04f, 0.07f, 0.1f, 0.15f];

    /// <summary>The best options, or the present ones when nothing is better.</summary>
    public static WatershedDecoderOptions Tune(SegmentationModel model, CellDatasetSplit split, FrameCache training, ComputePrecision precision, CancellationToken cancellationToken)
    {
        var frames = split.Validation.Movies.Any(movie => movie.HasLabels)
            ? new FrameCache(split.Validation, model.Specification, 0)
            : training;
        var predictor = new MapPredictor(model, new PredictorOptions { Precision = precision });
        var samples = new List<(TrainingFrame Frame, PredictedMaps Maps)>();
        // Evenly over the data set, which may be sorted by kind.
        int count = Math.Min(frames.Count, MaximumFrames);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var frame = frames.Get((int)((long)i * frames.Count / count));
                samples.Add((frame, predictor.PredictNormalized(frame.Image, cancellationToken)));
            }
            catch (CellSegException)
            {
                // A frame that cannot be read has been reported by the training or will be by whoever measures on it.
            }
        }
        // One option at a time, from the one that decides most: a grid of all would cost a hundred times as much.
        var best = model.Decoder;
        best = model.Specification.ForegroundHead
            ? Best(samples, best, MaskThresholds.Select(value => best with { ForegroundThreshold = value }), cancellationToken)
            : Best(samples, best, OuterThresholds.Select(value => best with { OuterThreshold = value }), cancellationToken);
        best = Best(samples, best, Smoothings.SelectMany(sigma => Prominences.Select(prominence => best with { InnerSmoothing = sigma, Prominence = prominence })), cancellationToken);
        return Best(samples, best, DetectionThresholds.Select(value => best with { DetectionThreshold = value }), cancellationToken);
    }

    private static WatershedDecoderOptions Best(List<(TrainingFrame Frame, PredictedMaps Maps)> samples, WatershedDecoderOptions present, IEnumerable<WatershedDecoderOptions> candidates, CancellationToken cancellationToken)
    {
        var best = present;
        double bestScore = Score(samples, present);
        foreach (var candidate in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double score = Score(samples, candidate);
            if (score > bestScore)
                (best, bestScore) = (candidate, score);
        }
        return best;
    }

    private static double Score(List<(TrainingFrame Frame, PredictedMaps Maps)> samples, WatershedDecoderOptions options)
        => SegmentationEvaluator.Pool(samples.Select(sample => SegmentationEvaluator.Evaluate(sample.Frame.Labels, sample.Maps.Decode(options)))).F1;
}
