using CellSeg.Evaluation.Counting;

namespace CellSeg.Evaluation.Matching;

/// <summary>
/// Which pairs of cells are linked, and which pairs of the cells left over belong to the same error event.
/// </summary>
/// <remarks>
/// No assignment problem is solved. Linking a pair costs 2 (1 - IoU) and leaving both cells alone 2 * 0.4, so a link
/// pays where IoU > 0.6; above 0.5 no cell can have two partners, hence every link that pays can be made. At exactly
/// 0.6 both cost the same and the cells stay unlinked.
/// </remarks>
internal sealed class CellMatching
{
    private CellMatching(List<Overlap> links, List<Overlap> edges, bool[] truthLinked, bool[] predictionLinked)
        => (Links, Edges, TruthLinked, PredictionLinked) = (links, edges, truthLinked, predictionLinked);

    /// <summary>The correct detections.</summary>
    public List<Overlap> Links { get; }

    /// <summary>The pairs of cells without a link that belong to the same error event.</summary>
    public List<Overlap> Edges { get; }

    /// <summary>Whether each true cell has a link, in the order of the table.</summary>
    public bool[] TruthLinked { get; }

    /// <summary>Whether each predicted cell has a link, in the order of the table.</summary>
    public bool[] PredictionLinked { get; }

    /// <summary>Matches the cells of one image.</summary>
    public static CellMatching Create(OverlapTable table, EvaluationOptions options)
    {
        bool[] truthLinked = new bool[table.TruthAreas.Length];
        bool[] predictionLinked = new bool[table.PredictionAreas.Length];
        var (truthForced, predictionForced) = options.ForceEventLinks ? FindSwallowers(table, options) : (null, null);
        var links = new List<Overlap>(Math.Min(truthLinked.Length, predictionLinked.Length));
        foreach (var overlap in table.Overlaps)
        {
            if (table.GetIou(overlap) <= options.LinkThreshold)
                continue;
            if (truthForced is not null && (truthForced[overlap.Truth] || predictionForced![overlap.Prediction]))
                continue;
            truthLinked[overlap.Truth] = true;
            predictionLinked[overlap.Prediction] = true;
            links.Add(overlap);
        }
        var edges = new List<Overlap>();
        foreach (var overlap in table.Overlaps)
        {
            if (!truthLinked[overlap.Truth] && !predictionLinked[overlap.Prediction] && IsEdge(table, overlap, options))
                edges.Add(overlap);
        }
        return new CellMatching(links, edges, truthLinked, predictionLinked);
    }

    private static bool IsEdge(OverlapTable table, Overlap overlap, EvaluationOptions options)
    {
        double iou = table.GetIou(overlap);
        if (options.Rule == EvaluationRule.Thesis)
            return iou > options.EdgeThreshold;
        return iou >= options.EdgeThreshold
            || (iou <= 1 - options.LinkThreshold && (IsTruthSwallowed(table, overlap) || IsPredictionSwallowed(table, overlap)));
    }

    /// <summary>The cells that hold more than half of a small one and that must not be linked therefore.</summary>
    private static (bool[] Truth, bool[] Prediction) FindSwallowers(OverlapTable table, EvaluationOptions options)
    {
        bool[] truth = new bool[table.TruthAreas.Length];
        bool[] prediction = new bool[table.PredictionAreas.Length];
        foreach (var overlap in table.Overlaps)
        {
            if (table.GetIou(overlap) > 1 - options.LinkThreshold)
                continue;
            prediction[overlap.Prediction] |= IsTruthSwallowed(table, overlap);
            truth[overlap.Truth] |= IsPredictionSwallowed(table, overlap);
        }
        return (truth, prediction);
    }

    private static bool IsTruthSwallowed(OverlapTable table, Overlap overlap)
        => 2L * overlap.Pixels > table.TruthAreas[overlap.Truth];

    private static bool IsPredictionSwallowed(OverlapTable table, Overlap overlap)
        => 2L * overlap.Pixels > table.PredictionAreas[overlap.Prediction];
}
