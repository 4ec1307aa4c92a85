using CellSeg.Numerics;

namespace CellSeg.Evaluation;

/// <summary>
/// The intervals of all scores of a pool: percentile bootstrap over images (Efron and Tibshirani 1993). Each replicate
/// pools as many images as there are, drawn with replacement, so that the images and not the cells in them count as
/// independent.
/// </summary>
internal sealed class ScoreIntervals
{
    private readonly SegmentationError[] _replicates;

    private ScoreIntervals(SegmentationError[] replicates, bool detailed)
    {
        _replicates = replicates;
        Precision = Get(error => error.Precision);
        Recall = Get(error => error.Recall);
        F1 = Get(error => error.F1);
        Jaccard = Get(error => error.Jaccard);
        if (!detailed)
            return;
        AveragePrecision = [.. Enumerable.Range(0, DetailedTally.Thresholds.Length).Select(i => Get(error => error.AveragePrecision![i]))];
        MeanMatchedIou = Get(error => error.MeanMatchedIou!.Value);
        PanopticQuality = Get(error => error.PanopticQuality!.Value);
        Seg = Get(error => error.Seg!.Value);
        AggregatedJaccard = Get(error => error.AggregatedJaccard!.Value);
        Dice = Get(error => error.Dice!.Value);
    }

    public ScoreInterval Precision { get; }

    public ScoreInterval Recall { get; }

    public ScoreInterval F1 { get; }

    public ScoreInterval Jaccard { get; }

    public ScoreInterval[]? AveragePrecision { get; }

    public ScoreInterval? MeanMatchedIou { get; }

    public ScoreInterval? PanopticQuality { get; }

    public ScoreInterval? Seg { get; }

    public ScoreInterval? AggregatedJaccard { get; }

    public ScoreInterval? Dice { get; }

    public static ScoreIntervals Create(IReadOnlyList<ErrorTally> images, int replicateCount, int seed)
    {
        var random = new RandomSource(seed);
        var replicates = new SegmentationError[replicateCount];
        for (int r = 0; r < replicates.Length; r++)
        {
            var total = new ErrorTally();
            for (int i = 0; i < images.Count; i++)
                total.Add(images[random.Next(images.Count)]);
            replicates[r] = new SegmentationError(total, null, null);
        }
        return new ScoreIntervals(replicates, images.All(image => image.Detailed is not null));
    }

    private ScoreInterval Get(Func<SegmentationError, double> score) => ScoreInterval.Create(_replicates.Select(score));
}
