using CellSeg.Evaluation.Counting;

namespace CellSeg.Evaluation.Matching;

/// <summary>
/// Which pairs of cells are linked, and which pairs of the cells left over belong to the same error event.
/// </summary>
/// <remarks>
/// <para>
/// No assignment problem is solved. Linking a pair costs 2 (1 - IoU) and leaving both cells alone 2 * 0.4, so a link
/// pays where IoU > 0.6; above 0.5 no cell can have two partners, hence every link that pays can be made. At exactly
/// 0.6 both cost the same: the thesis links ("at least 0.6"), and the toolbox does not.
/// </para>
/// <para>
/// Whether an IoU is exactly the threshold is no matter of rounding. It is one division of two whole numbers below 2^53,
/// and so the double nearest to the fraction, as the threshold is the double nearest to what was written. Two different
/// fractions with denominators m and n are at least 1 / (m n) apart, which is more than doubles lie apart for any two
/// areas and any threshold of a few digits.
/// </para>
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
            if (!IsLink(table.GetIou(overlap), options))
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

    private static bool IsLink(double iou, EvaluationOptions options)
        => options.Rule == EvaluationRule.Thesis ? iou >= options.LinkThreshold : iou > options.LinkThreshold;

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
