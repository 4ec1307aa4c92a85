namespace CellSeg.Evaluation.LearningCurves;

/// <summary>What is asked of a learning curve, and how its uncertainty is worked out.</summary>
public sealed record LearningCurveOptions
{
    /// <summary>The gain of score of which <see cref="LearningCurveFit.NextStep"/> tells the price. Above 0 and below 1, default 0.01.</summary>
    public double Gain { get; init; } = 0.01;

    /// <summary>How sure intervals are: the share of the resamples that lies within them, 0.5 to 0.99. Default 0.9.</summary>
    public double Confidence { get; init; } = 0.9;

    /// <summary>How many curves are fitted to scores drawn anew, 100 to 100,000. Default 1000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Seed of the draws. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Checks that the values are in range.</summary>
    /// <exception cref="CellSegException">One is not; it is the exception's target.</exception>
    public void Validate()
    {
        Require.That(Gain is > 0 and < 1, Gain, "above 0 and below 1");
        Require.Between<double>(Confidence, 0.5, 0.99);
        Require.Between<int>(Resamples, 100, 100_000);
    }
}
