using CellSeg.Evaluation.Counting;

namespace CellSeg.Evaluation.Matching;

/// <summary>
/// What became of each cell, by its id. Cells removed by <see cref="EvaluationOptions.MinimumArea"/> do not appear.
/// </summary>
public sealed class CellClassification
{
    /// <summary>Puts the kinds, which come in the order of the table, by id.</summary>
    internal CellClassification(OverlapTable table, CellMatching matching, ErrorKind[] truthKinds, ErrorKind[] predictionKinds)
    {
        Truth = ByLabel(table.TruthLabels, truthKinds);
        Prediction = ByLabel(table.PredictionLabels, predictionKinds);
        var links = new List<CellLink>(matching.Links.Count);
        foreach (var link in matching.Links)
            links.Add(new CellLink(table.TruthLabels[link.Truth], table.PredictionLabels[link.Prediction], table.GetIou(link)));
        Links = links;
    }

    /// <summary>Each true cell: never <see cref="ErrorKind.Gained"/>.</summary>
    public IReadOnlyDictionary<int, ErrorKind> Truth { get; }

    /// <summary>Each predicted cell: never <see cref="ErrorKind.Missed"/>.</summary>
    public IReadOnlyDictionary<int, ErrorKind> Prediction { get; }

    /// <summary>The correct detections.</summary>
    public IReadOnlyList<CellLink> Links { get; }

    private static Dictionary<int, ErrorKind> ByLabel(ReadOnlySpan<int> labels, ErrorKind[] kinds)
    {
        var byLabel = new Dictionary<int, ErrorKind>(kinds.Length);
        for (int i = 0; i < kinds.Length; i++)
            byLabel[labels[i]] = kinds[i];
        return byLabel;
    }
}

/// <summary>A correct detection: a true cell and the predicted cell that is linked to it.</summary>
/// <param name="TruthLabel">Id of the true cell.</param>
/// <param name="PredictionLabel">Id of the predicted cell.</param>
/// <param name="Iou">
/// Their intersection over union: above <see cref="EvaluationOptions.LinkThreshold"/>, or equal to it by
/// <see cref="EvaluationRule.Thesis"/>.
/// </param>
public readonly record struct CellLink(int TruthLabel, int PredictionLabel, double Iou);
