namespace CellSeg.Training;

/// <summary>A linear rise from 0, then half a cosine down to 0 (Loshchilov and Hutter 2017).</summary>
internal static class LearningRateSchedule
{
    /// <param name="peak">The highest rate.</param>
    /// <param name="warmUp">The share of the training over which the rate rises, [0, 1).</param>
    /// <param name="fraction">The share of the training that is done, 0 to 1.</param>
    public static double At(double peak, double warmUp, double fraction)
        => fraction < warmUp
            ? peak * fraction / warmUp
            : peak * 0.5 * (1 + Math.Cos(Math.PI * (fraction - warmUp) / (1 - warmUp)));
}
