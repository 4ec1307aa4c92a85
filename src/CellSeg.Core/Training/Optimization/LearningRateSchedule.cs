namespace CellSeg.Training.Optimization;

/// <summary>The learning rate at each point of a training.</summary>
internal static class LearningRateSchedule
{
    /// <param name="options">The schedule.</param>
    /// <param name="fraction">The share of the training that is done, 0 to 1.</param>
    /// <param name="epoch">Epochs that are done.</param>
    public static double At(LearningRateOptions options, double fraction, int epoch) => options.Schedule switch
    {
        RateSchedule.Cosine => Cosine(options.Peak, options.WarmUp, fraction),
        RateSchedule.Exponential =>
            options.Peak * Math.Pow(options.Decay, epoch) * Math.Min(1, options.WarmUp > 0 ? fraction / options.WarmUp : 1),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    /// <summary>A linear rise from 0, then half a cosine down to 0.</summary>
    private static double Cosine(double peak, double warmUp, double fraction)
        => fraction < warmUp
            ? peak * fraction / warmUp
            : peak * 0.5 * (1 + Math.Cos(Math.PI * (fraction - warmUp) / (1 - warmUp)));
}
