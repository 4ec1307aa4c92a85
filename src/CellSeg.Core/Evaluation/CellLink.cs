namespace CellSeg.Evaluation;

/// <summary>A correct detection: a true cell and the predicted cell that is linked to it.</summary>
/// <param name="TruthLabel">Id of the true cell.</param>
/// <param name="PredictionLabel">Id of the predicted cell.</param>
/// <param name="Iou">Their intersection over union, above <see cref="EvaluationOptions.LinkThreshold"/>.</param>
public readonly record struct CellLink(int TruthLabel, int PredictionLabel, double Iou);
