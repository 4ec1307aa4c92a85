using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;

namespace CellSeg.Evaluation.Scoring;

/// <summary>
/// All that is known about one image, or a set of them, as sums. Every score is a function of these sums, so that
/// pooling images, and drawing them again for an interval, is nothing but addition.
/// </summary>
internal sealed class ErrorTally
{
    private readonly MeanTally[] _sums = new MeanTally[Scores.Sums.Count];

    /// <summary>The counts of cells and events.</summary>
    public ErrorCounts Counts { get; private init; } = new();

    /// <summary>Pairs of cells at each of <see cref="HitThresholds"/>: zeros without <see cref="IsDetailed"/>.</summary>
    public long[] Hits { get; } = new long[HitThresholds.Values.Length];

    /// <summary>Whether all images were measured with <see cref="EvaluationOptions.Detailed"/>.</summary>
    public bool IsDetailed { get; private set; }

    /// <summary>The values that were added up for a score.</summary>
    public MeanTally this[ImageSum sum] => _sums[sum.Position];

    /// <summary>Measures one image.</summary>
    public static ErrorTally Create(OverlapTable table, CellMatching matching, ErrorGraph graph, bool isDetailed)
    {
        var tally = new ErrorTally { Counts = ErrorCounts.Create(table, matching, graph), IsDetailed = isDetailed };
        if (isDetailed)
            HitThresholds.CountHits(table, tally.Hits);
        foreach (var sum in Scores.Sums)
        {
            if (isDetailed || !sum.IsDetailed)
                tally._sums[sum.Position] = sum.Measure(table, matching);
        }
        return tally;
    }

    /// <summary>Adds another image's sums. One image without detailed scores leaves the total without.</summary>
    public void Add(ErrorTally other)
    {
        IsDetailed = other.IsDetailed && (IsDetailed || Counts.Images == 0);
        Counts.Add(other.Counts);
        for (int i = 0; i < Hits.Length; i++)
            Hits[i] += other.Hits[i];
        for (int i = 0; i < _sums.Length; i++)
            _sums[i].Add(other._sums[i]);
    }
}
