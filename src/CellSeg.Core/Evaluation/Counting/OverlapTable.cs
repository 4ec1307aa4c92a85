using CellSeg.Imaging;

namespace CellSeg.Evaluation.Counting;

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
    private readonly int[] _truthLabels;
    private readonly int[] _truthAreas;
    private readonly int[] _predictionLabels;
    private readonly int[] _predictionAreas;
    private readonly Overlap[] _overlaps;

    private OverlapTable(
        (int[] Labels, int[] Areas) truth, (int[] Labels, int[] Areas) prediction, Overlap[] overlaps)
    {
        (_truthLabels, _truthAreas) = truth;
        (_predictionLabels, _predictionAreas) = prediction;
        _overlaps = overlaps;
        TruthForeground = Sum(_truthAreas);
        PredictionForeground = Sum(_predictionAreas);
        foreach (var overlap in overlaps)
            SharedForeground += overlap.Pixels;
    }

    /// <summary>Ids of the true cells.</summary>
    public ReadOnlySpan<int> TruthLabels => _truthLabels;

    /// <summary>Ids of the predicted cells.</summary>
    public ReadOnlySpan<int> PredictionLabels => _predictionLabels;

    /// <summary>Pixels of each true cell, in the order of <see cref="TruthLabels"/>.</summary>
    public ReadOnlySpan<int> TruthAreas => _truthAreas;

    /// <summary>Pixels of each predicted cell, in the order of <see cref="PredictionLabels"/>.</summary>
    public ReadOnlySpan<int> PredictionAreas => _predictionAreas;

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
        return Create(counter);
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
        var (truth, newTruth) = KeepLarge(_truthLabels, _truthAreas, minimumArea);
        var (prediction, newPrediction) = KeepLarge(_predictionLabels, _predictionAreas, minimumArea);
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

    private static OverlapTable Create(OverlapCounter counter)
    {
        int[] truthAreas = new int[counter.Truth.Labels.Count];
        int[] predictionAreas = new int[counter.Prediction.Labels.Count];
        var overlaps = new List<Overlap>(counter.Pairs.Count);
        for (int i = 0; i < counter.Pairs.Count; i++)
        {
            var (truth, prediction, pixels) = counter.Pairs.Get(i);
            (int t, int p) = (truth - LabelIndex.FirstCell, prediction - LabelIndex.FirstCell);
            if (truth != LabelIndex.Background)
                truthAreas[t] += pixels;
            if (prediction != LabelIndex.Background)
                predictionAreas[p] += pixels;
            if (truth != LabelIndex.Background && prediction != LabelIndex.Background)
                overlaps.Add(new Overlap(t, p, pixels));
        }
        return new OverlapTable(
            ([.. counter.Truth.Labels], truthAreas), ([.. counter.Prediction.Labels], predictionAreas), [.. overlaps]);
    }

    /// <summary>The cells of at least an area, and the new index (-1 = removed) of each old one.</summary>
    private static ((int[] Labels, int[] Areas) Kept, int[] NewIndices) KeepLarge(int[] labels, int[] areas, int minimumArea)
    {
        List<int> keptLabels = [], keptAreas = [];
        int[] newIndices = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            newIndices[i] = areas[i] < minimumArea ? -1 : keptLabels.Count;
            if (newIndices[i] < 0)
                continue;
            keptLabels.Add(labels[i]);
            keptAreas.Add(areas[i]);
        }
        return (([.. keptLabels], [.. keptAreas]), newIndices);
    }

    private static long Sum(int[] areas)
    {
        long sum = 0;
        foreach (int area in areas)
            sum += area;
        return sum;
    }
}

/// <summary>The pixels that one true and one predicted cell share.</summary>
/// <param name="Truth">Index of the true cell in <see cref="OverlapTable.TruthLabels"/>.</param>
/// <param name="Prediction">Index of the predicted cell in <see cref="OverlapTable.PredictionLabels"/>.</param>
/// <param name="Pixels">Shared pixels, at least 1.</param>
public readonly record struct Overlap(int Truth, int Prediction, int Pixels);
