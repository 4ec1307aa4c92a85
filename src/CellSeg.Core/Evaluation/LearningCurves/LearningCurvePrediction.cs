namespace CellSeg.Evaluation.LearningCurves;

/// <summary>What a learning curve says of a count: the score that trainings have on average there.</summary>
/// <param name="Count">The count.</param>
/// <param name="Score">The score by the curve, which is below 0 far left of what was measured where the curve is steep.</param>
/// <param name="Low">The lower end of the interval; NaN where the uncertainty is not known.</param>
/// <param name="High">The upper end of the interval; NaN where the uncertainty is not known.</param>
public sealed record LearningCurvePrediction(double Count, double Score, double Low, double High);
