namespace CellSeg.Evaluation.Counting;

/// <summary>The pixels that one true and one predicted cell share.</summary>
/// <param name="Truth">Index of the true cell in <see cref="OverlapTable.TruthLabels"/>.</param>
/// <param name="Prediction">Index of the predicted cell in <see cref="OverlapTable.PredictionLabels"/>.</param>
/// <param name="Pixels">Shared pixels, at least 1.</param>
public readonly record struct Overlap(int Truth, int Prediction, int Pixels);
