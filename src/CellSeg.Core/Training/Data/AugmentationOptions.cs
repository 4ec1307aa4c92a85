using System.Text.Json.Serialization;

namespace CellSeg.Training.Data;

/// <summary>
/// How training crops are varied: one affine map of position (docs/method.md, 5.2), then intensities. Targets are made of the
/// warped labels, so that distances stay exact, unless <see cref="TrainingOptions.WarpTargets"/> is on.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>Nothing but the random position of the crop.</summary>
    public static AugmentationOptions None { get; } = new()
    {
        Rotation = 0, ZoomLow = 1, ZoomHigh = 1, Flip = false, Gain = 0, Offset = 0, Gamma = 0, Noise = 0, Blur = 0,
    };

    /// <summary>Rotation is uniform between plus and minus this many degrees. Default 180.</summary>
    public double Rotation { get; init; } = 180;

    /// <summary>The smallest zoom of each axis, above 0; below 1 enlarges. Default 0.75.</summary>
    public double ZoomLow { get; init; } = 0.75;

    /// <summary>The largest zoom of each axis, at least <see cref="ZoomLow"/>; above 1 shrinks. Default 1.33.</summary>
    public double ZoomHigh { get; init; } = 1.33;

    /// <summary>
    /// The share of crops, 0 to 1, in which the median cell of the frame gets a diameter between
    /// <see cref="SmallestDiameter"/> and <see cref="LargestDiameter"/>, each octave as often as the other, before the zoom
    /// of each axis: so a network learns cells of sizes that its images do not have. 0 with
    /// <see cref="TrainingOptions.WarpTargets"/>, which would leave distances those of the frame. Default 0.
    /// </summary>
    public double ScaledShare { get; init; }

    /// <summary>The smallest diameter of <see cref="ScaledShare"/> in pixels, at least 2. Default 8.</summary>
    public double SmallestDiameter { get; init; } = 8;

    /// <summary>The largest diameter of <see cref="ScaledShare"/> in pixels, at least the smallest. Default 96.</summary>
    public double LargestDiameter { get; init; } = 96;

    /// <summary>Each axis is flipped in half of the crops. Default: on.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>
    /// Beyond the border of its frame a crop shows the nearest pixel, so that cells go on in stripes; otherwise the frame mirrored,
    /// each mirrored cell under a label of its own. Default: off; on in the thesis.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NearestBorder { get; init; }

    /// <summary>Contrast is multiplied by e to the power of a uniform number between plus and minus this. Default 0.3.</summary>
    public double Gain { get; init; } = 0.3;

    /// <summary>A uniform number between plus and minus this is added. Default 0.1.</summary>
    public double Offset { get; init; } = 0.1;

    /// <summary>Positive values are raised to e to the power of a uniform number between plus and minus this. Default 0.4.</summary>
    public double Gamma { get; init; } = 0.4;

    /// <summary>Half of the crops get normal noise with a standard deviation of up to this. Default 0.06.</summary>
    public double Noise { get; init; } = 0.06;

    /// <summary>
    /// A smooth ground of up to this height, which rises from one corner of the crop to another, is added to half of the
    /// crops: light that is uneven, or out of focus. At least 0. Default 0.
    /// </summary>
    public double Ground { get; init; }

    /// <summary>A fifth of the crops is blurred with a standard deviation of up to this many pixels. Default 1.2.</summary>
    public double Blur { get; init; } = 1.2;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.Above(ZoomLow, 0.0);
        Require.AtLeast(ZoomHigh, ZoomLow);
        Require.Between(ScaledShare, 0.0, 1.0);
        Require.AtLeast(SmallestDiameter, 2.0);
        Require.AtLeast(LargestDiameter, SmallestDiameter);
        Require.AtLeast(Rotation, 0.0);
        Require.AtLeast(Gain, 0.0);
        Require.AtLeast(Offset, 0.0);
        Require.AtLeast(Gamma, 0.0);
        Require.AtLeast(Noise, 0.0);
        Require.AtLeast(Ground, 0.0);
        Require.AtLeast(Blur, 0.0);
    }
}
