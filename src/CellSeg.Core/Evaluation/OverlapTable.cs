using CellSeg.Imaging;

namespace CellSeg.Evaluation;

/// <summary>
/// Every overlap between the cells of two label images, with the cells' areas: all that any score of instance
/// segmentation needs. It is sparse (one entry for each pair that shares a pixel), so its size grows with the number
/// of cells and not with the number of pairs of cells.
/// </summary>
/// <remarks>
/// Cells are numbered from 0 in the order in which a scan by rows meets them. That order does not depend on the ids,
/// hence no score does. An id is one cell, even when its pixels lie in several pieces.
/// </remarks>
public sealed class OverlapTable
{
    private readonly LabelIndex _truth;
    private readonly LabelIndex _prediction;
    private readonly Overlap[] _overlaps;

    private OverlapTable(LabelIndex truth, LabelIndex prediction, Overlap[] overlaps)
    {
        (_truth, _prediction, _overlaps) = (truth, prediction, overlaps);
        TruthForeground = Sum(truth.Areas);
        PredictionForeground = Sum(prediction.Areas);
        foreach (var overlap in overlaps)
            SharedForeground += overlap.Pixels;
    }

    /// <summary>Ids of the true cells.</summary>
    public ReadOnlySpan<int> TruthLabels => _truth.Labels;

    /// <summary>Ids of the predicted cells.</summary>
    public ReadOnlySpan<int> PredictionLabels => _prediction.Labels;

    /// <summary>Pixels of each true cell, in the order of <see cref="TruthLabels"/>.</summary>
    public ReadOnlySpan<int> TruthAreas => _truth.Areas;

    /// <summary>Pixels of each predicted cell, in the order of <see cref="PredictionLabels"/>.</summary>
    public ReadOnlySpan<int> PredictionAreas => _prediction.Areas;

    /// <summary>The pairs that share pixels, each once, in the order in which a scan by rows meets them.</summary>
    public ReadOnlySpan<Overlap> Overlaps => _overlaps;

    /// <summary>Pixels of all true cells together.</summary>
    public long TruthForeground { get; }

    /// <summary>Pixels of all predicted cells together.</summary>
    public long PredictionForeground { get; }

    /// <summary>Pixels that belong to a true and to a predicted cell.</summary>
    public long SharedForeground { get; }

    /// <summary>Pixels that belong to a true or to a predicted cell.</summary>
    public long UnitedForeground => TruthForeground + PredictionForeground - SharedForeground;

    /// <summary>Counts every overlap in one pass over both images.</summary>
    /// <param name="truth">The true cells.</param>
    /// <param name="prediction">The predicted cells, in an image of the same size.</param>
    /// <param name="path">What error messages call the pair; optional.</param>
    /// <exception cref="CellSegException">The sizes differ, or an id is negative.</exception>
    public static OverlapTable Create(LabelImage truth, LabelImage prediction, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        if (truth.Height != prediction.Height || truth.Width != prediction.Width)
        {
            throw new CellSegException(
                path ?? "Prediction",
                $"it is {prediction.Height} x {prediction.Width} pixels and its truth {truth.Height} x {truth.Width}",
                "Compare a prediction with the truth of the same image, both before any resizing");
        }
        var counter = new OverlapCounter(truth.Pixels.Length, path);
        counter.Count(truth.Pixels, prediction.Pixels);
        return new OverlapTable(counter.Truth, counter.Prediction, counter.Overlaps.ToArray());
    }

    /// <summary>
    /// A table without the cells smaller than an area; their pixels become background. A cell of exactly
    /// <paramref name="minimumArea"/> pixels stays.
    /// </summary>
    /// <param name="minimumArea">Pixels; 0 and 1 remove nothing.</param>
    public OverlapTable RemoveSmallCells(int minimumArea)
    {
        if (minimumArea <= 1)
            return this;
        var (truth, newTruth) = _truth.RemoveSmall(minimumArea);
        var (prediction, newPrediction) = _prediction.RemoveSmall(minimumArea);
        var kept = new List<Overlap>(_overlaps.Length);
        foreach (var (t, p, pixels) in _overlaps)
        {
            if (newTruth[t] >= 0 && newPrediction[p] >= 0)
                kept.Add(new Overlap(newTruth[t], newPrediction[p], pixels));
        }
        return new OverlapTable(truth, prediction, [.. kept]);
    }

    /// <summary>Pixels that belong to either cell of an overlap.</summary>
    public long GetUnion(Overlap overlap)
        => (long)TruthAreas[overlap.Truth] + PredictionAreas[overlap.Prediction] - overlap.Pixels;

    /// <summary>Intersection over union of an overlap, above 0 and at most 1.</summary>
    public double GetIou(Overlap overlap) => overlap.Pixels / (double)GetUnion(overlap);

    private static long Sum(ReadOnlySpan<int> areas)
    {
        long sum = 0;
        foreach (int area in areas)
            sum += area;
        return sum;
    }
}
