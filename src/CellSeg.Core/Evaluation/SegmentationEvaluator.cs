using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;
using CellSeg.Evaluation.Scoring;
using CellSeg.Imaging;

namespace CellSeg.Evaluation;

/// <summary>Judges segmentations by their cells (thesis, section 2.4).</summary>
public static class SegmentationEvaluator
{
    /// <summary>Compares a prediction with the truth.</summary>
    /// <param name="truth">The true cells.</param>
    /// <param name="prediction">The predicted cells, in an image of the same size.</param>
    /// <param name="options">How to judge; the rule of the thesis when left out.</param>
    /// <param name="path">What was measured; it goes into the result and into error messages.</param>
    /// <param name="frame">The frame of a movie, from 0; it goes into the result.</param>
    /// <exception cref="CellSegException">The sizes differ, an id is negative, or an option is out of range.</exception>
    public static SegmentationError Evaluate(
        LabelImage truth, LabelImage prediction, EvaluationOptions? options = null, string? path = null, int? frame = null)
        => Evaluate(OverlapTable.Create(truth, prediction, path), options, path, frame);

    /// <summary>Scores overlaps that are counted already.</summary>
    /// <param name="table">The overlaps, of all cells: small ones are removed here.</param>
    /// <param name="options">How to judge; the rule of the thesis when left out.</param>
    /// <param name="path">What was measured; it goes into the result.</param>
    /// <param name="frame">The frame of a movie, from 0; it goes into the result.</param>
    /// <exception cref="CellSegException">An option is out of range.</exception>
    public static SegmentationError Evaluate(
        OverlapTable table, EvaluationOptions? options = null, string? path = null, int? frame = null)
    {
        options ??= new EvaluationOptions();
        var (kept, matching, graph) = Match(table, options);
        return new SegmentationError(ErrorTally.Create(kept, matching, graph, options.Detailed), path, frame);
    }

    /// <summary>Says of each true and each predicted cell what became of it.</summary>
    /// <param name="truth">The true cells.</param>
    /// <param name="prediction">The predicted cells, in an image of the same size.</param>
    /// <param name="options">How to judge; the rule of the thesis when left out.</param>
    /// <param name="path">What was measured, for error messages.</param>
    /// <exception cref="CellSegException">The sizes differ, an id is negative, or an option is out of range.</exception>
    public static CellClassification Classify(
        LabelImage truth, LabelImage prediction, EvaluationOptions? options = null, string? path = null)
        => Classify(OverlapTable.Create(truth, prediction, path), options);

    /// <summary>Says what became of each cell, from overlaps that are counted already.</summary>
    /// <param name="table">The overlaps, of all cells: small ones are removed here.</param>
    /// <param name="options">How to judge; the rule of the thesis when left out.</param>
    /// <exception cref="CellSegException">An option is out of range.</exception>
    public static CellClassification Classify(OverlapTable table, EvaluationOptions? options = null)
    {
        var (kept, matching, graph) = Match(table, options ?? new EvaluationOptions());
        return new CellClassification(kept, matching, graph.TruthKinds, graph.PredictionKinds);
    }

    /// <summary>
    /// Pools images: counts are added up and the scores made of the sums (<see cref="SegmentationError"/> says which
    /// scores are means instead). Pools can be pooled again.
    /// </summary>
    /// <param name="errors">The images. They should come from the same options; detailed scores need all to have them.</param>
    /// <param name="bootstrap">
    /// Replicates of a percentile bootstrap over <paramref name="errors"/> that gives each score a 95 % interval, 0 for
    /// none. 1000 or more make steady intervals.
    /// </param>
    /// <param name="seed">Seed of the replicates: the same images and seed give the same intervals.</param>
    /// <param name="path">What the pool is called in the result.</param>
    /// <returns>A pool of nothing has no counts, and NaN for scores.</returns>
    /// <exception cref="CellSegException"><paramref name="bootstrap"/> is negative.</exception>
    public static SegmentationError Pool(IEnumerable<SegmentationError> errors, int bootstrap = 0, int seed = 0, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (bootstrap < 0)
        {
            throw new CellSegException(
                nameof(bootstrap), $"{bootstrap} is negative", "Use a number of replicates such as 1000, or 0 for none");
        }
        var images = errors.Select(error => error.Tally).ToList();
        var total = new ErrorTally();
        foreach (var image in images)
            total.Add(image);
        var intervals = bootstrap > 0 && images.Count > 0 ? ScoreIntervals.Create(images, bootstrap, seed) : null;
        return new SegmentationError(total, path, null, intervals);
    }

    private static (OverlapTable Kept, CellMatching Matching, ErrorGraph Graph) Match(
        OverlapTable table, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        options.Validate();
        var kept = table.RemoveSmallCells(options.MinimumArea);
        var matching = CellMatching.Create(kept, options);
        return (kept, matching, ErrorGraph.Create(matching));
    }
}
