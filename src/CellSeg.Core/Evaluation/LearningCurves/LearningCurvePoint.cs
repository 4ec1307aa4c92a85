namespace CellSeg.Evaluation.LearningCurves;

/// <summary>The score of one trained model, and how much it was trained on.</summary>
/// <param name="Count">Annotated images, or cells; all points of a curve count the same. 0 is the model before any training of its own.</param>
/// <param name="Score">F1 or another score from 0 to 1, of which more is better, on data that no model was trained on.</param>
public sealed record LearningCurvePoint(int Count, double Score)
{
    /// <summary>Checks that the values are in range.</summary>
    /// <exception cref="CellSegException">One is not; it is the exception's target.</exception>
    public void Validate()
    {
        Require.AtLeast<int>(Count, 0);
        Require.Between<double>(Score, 0, 1);
    }
}
