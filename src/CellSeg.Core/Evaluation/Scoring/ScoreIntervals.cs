using System.Collections.Concurrent;
using CellSeg.Numerics;

namespace CellSeg.Evaluation.Scoring;

/// <summary>
/// The intervals of a pool's scores: percentile bootstrap over images (Efron and Tibshirani 1993). Each replicate
/// pools as many images as there are, drawn with replacement, so that the images and not the cells in them count as
/// independent. All scores take the same replicates; the interval of a score is worked out when it is asked for.
/// </summary>
internal sealed class ScoreIntervals
{
    private readonly ErrorTally[] _replicates;
    private readonly bool _areDetailed;
    private readonly ConcurrentDictionary<Score, ScoreInterval> _intervals = new();

    private ScoreIntervals(ErrorTally[] replicates, bool areDetailed)
        => (_replicates, _areDetailed) = (replicates, areDetailed);

    /// <summary>Draws the replicates.</summary>
    /// <param name="images">The images, at least one.</param>
    /// <param name="replicateCount">How many replicates to draw.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static ScoreIntervals Create(IReadOnlyList<ErrorTally> images, int replicateCount, int seed)
    {
        var random = new RandomSource(seed);
        var replicates = new ErrorTally[replicateCount];
        for (int r = 0; r < replicates.Length; r++)
        {
            replicates[r] = new ErrorTally();
            for (int i = 0; i < images.Count; i++)
                replicates[r].Add(images[random.Next(images.Count)]);
        }
        return new ScoreIntervals(replicates, images.All(image => image.IsDetailed));
    }

    /// <summary>The interval of a score; null where an image lacks what the score needs.</summary>
    public ScoreInterval? Find(Score score)
    {
        if (score.IsDetailed && !_areDetailed)
            return null;
        return _intervals.GetOrAdd(score, _ => ScoreInterval.Create(_replicates.Select(score.Compute)));
    }
}
