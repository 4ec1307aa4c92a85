namespace CellSeg.Evaluation.LearningCurves;

/// <summary>An inverse power law: ceiling - amplitude * count^-exponent.</summary>
/// <param name="Ceiling">What the score comes close to and never reaches, 0 to 1.</param>
/// <param name="Amplitude">How far below the ceiling the score is at a count of 1, at least 0. 0 is a flat curve.</param>
/// <param name="Exponent">How fast the distance shrinks, above 0.</param>
internal readonly record struct PowerLaw(double Ceiling, double Amplitude, double Exponent)
{
    /// <summary>The score at a count.</summary>
    public double At(double count) => Ceiling - GapAt(count);

    /// <summary>The count at which a score is reached; 0 where it is reached at any, infinity where at none.</summary>
    public double CountFor(double score) => CountForGap(Ceiling - score);

    /// <summary>How many more than a count it takes to score a gain more; infinity where the ceiling is less than that away.</summary>
    public double CountForGain(double count, double gain) => CountForGap(GapAt(count) - gain) - count;

    private double GapAt(double count) => Amplitude * Math.Pow(count, -Exponent);

    private double CountForGap(double gap)
    {
        if (Amplitude == 0)
            return gap >= 0 ? 0 : double.PositiveInfinity;
        return gap > 0 ? Math.Pow(Amplitude / gap, 1 / Exponent) : double.PositiveInfinity;
    }
}
