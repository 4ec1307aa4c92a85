namespace CellSeg.Training.Data;

/// <summary>
/// How training crops are varied: one affine map of position (docs/method.md, 5.2), then intensities. Targets are made of the
/// warped labels, so that distances stay exact, unless <see cref="TrainingOptions.WarpTargets"/> is on.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>Nothing but the random position of the crop.</summary>
    public static AugmentationOptions None { get; } = new() { Rotation = 0, ZoomLow = 1, ZoomHigh = 1, Flip = false, Gain = 0, Offset = 0, Gamma = 0, Noise = 0, Blur = 0 };

    /// <summary>Rotation is uniform between plus and minus this many degrees. Default 180.</summary>
    public double Rotation { get; init; } = 180;

    /// <summary>The smallest zoom of each axis, above 0; below 1 enlarges. Default 0.75.</summary>
    public double ZoomLow { get; init; } = 0.75;

    /// <summary>The largest zoom of each axis, at least <see cref="ZoomLow"/>; above 1 shrinks. Default 1.33.</summary>
    public double ZoomHigh { get; init; } = 1.33;

    /// <summary>Each axis is flipped in half of the crops. Default: on.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Contrast is multiplied by e to the power of a uniform number between plus and minus this. Default 0.3.</summary>
    public double Gain { get; init; } = 0.3;

    /// <summary>A uniform number between plus and minus this is added. Default 0.1.</summary>
    public double Offset { get; init; } = 0.1;

    /// <summary>Positive values are raised to e to the power of a uniform number between plus and minus this. Default 0.4.</summary>
    public double Gamma { get; init; } = 0.4;

    /// <summary>Half of the crops get normal noise with a standard deviation of up to this. Default 0.06.</summary>
    public double Noise { get; init; } = 0.06;

    /// <summary>A fifth of the crops is blurred with a standard deviation of up to this many pixels. Default 1.2.</summary>
    public double Blur { get; init; } = 1.2;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        if (!(ZoomLow > 0 && ZoomHigh >= ZoomLow && double.IsFinite(ZoomHigh)))
            throw new CellSegException("Zoom", $"{ZoomLow} to {ZoomHigh} is no range of factors", "Choose two numbers above 0, the lower one first");
        foreach (double value in (ReadOnlySpan<double>)[Rotation, Gain, Offset, Gamma, Noise, Blur])
        {
            if (!(value >= 0 && double.IsFinite(value)))
                throw new CellSegException("Augmentation", $"{value} is no strength", "Choose numbers from 0 (off) up");
        }
    }
}
