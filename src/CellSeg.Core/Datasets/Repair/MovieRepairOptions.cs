using CellSeg.Imaging.Restoration;
using CellSeg.Imaging.Selection;

namespace CellSeg.Datasets.Repair;

/// <summary>
/// What is repaired in a movie, in this order: hot pixels, uneven light, background, drift. Without a choice it is nothing, which is
/// refused.
/// </summary>
public sealed record MovieRepairOptions
{
    /// <summary>Whether single pixels that are too bright are replaced, frame by frame, see <see cref="HotPixels"/>. Default: no.</summary>
    public bool RemoveHotPixels { get; init; }

    /// <summary>How many standard deviations of the noise around it a hot pixel stands out by, above 0. Default null: 8.</summary>
    public double? HotPixelThreshold { get; init; }

    /// <summary>
    /// An image of an even, bright sample; the mean of its frames where there are several. Images are divided by it, see <see cref="FlatField"/>.
    /// Default: none.
    /// </summary>
    public string? FlatFieldPath { get; init; }

    /// <summary>An image without light, which is subtracted from images and flat field; the mean of its frames. Default: none.</summary>
    public string? DarkFieldPath { get; init; }

    /// <summary>
    /// Whether the flat field is estimated from each movie itself: the median of 15 frames spread over it, smoothed by a Gaussian of an eighth
    /// of the shorter side. Cells have to move or to be few; movies of fewer than 5 frames are refused. Default: no.
    /// </summary>
    public bool EstimateFlatField { get; init; }

    /// <summary>
    /// The background, which is found in each channel of each frame and subtracted from it. Where cells are dark it is found in the
    /// negative, so that it is the bright side. Default: none.
    /// </summary>
    public BackgroundOptions Background { get; init; } = new();

    /// <summary>
    /// Whether what lies on the other side of 0 than cells, as the mean of surroundings and interpolation leave it, becomes 0: intensities
    /// below 0, or those above 0 where cells are dark and their bright background was subtracted. Default: no, nothing is lost.
    /// </summary>
    public bool ClipNegative { get; init; }

    /// <summary>
    /// Whether frames are moved to where the first one lies. Images are moved by parts of a pixel, labels by the nearest whole one;
    /// what comes in from outside is the border's pixel in images and background in labels. Default: no.
    /// </summary>
    public bool CorrectDrift { get; init; }

    /// <summary>The channel that tells the drift of all. Default null: all of them as one grey image.</summary>
    public ChannelSelector? DriftChannel { get; init; }

    /// <summary>Throws when nothing is to be repaired, or a value is out of its range or has nothing to say.</summary>
    /// <exception cref="CellSegException">It is so.</exception>
    public void Validate()
    {
        if (!RemoveHotPixels && FlatFieldPath is null && DarkFieldPath is null && !EstimateFlatField && !CorrectDrift
            && Background.Method == BackgroundMethod.None)
        {
            throw new CellSegException(
                "Repair", "nothing was chosen to be repaired",
                $"Choose {nameof(RemoveHotPixels)}, {nameof(FlatFieldPath)}, {nameof(DarkFieldPath)}, {nameof(EstimateFlatField)}, "
                    + $"a {nameof(Background)} or {nameof(CorrectDrift)}");
        }
        Background.Validate();
        Require.Above(HotPixelThreshold, 0.0);
        RequireOther(HotPixelThreshold is null || RemoveHotPixels, nameof(HotPixelThreshold), nameof(RemoveHotPixels));
        RequireOther(DriftChannel is null || CorrectDrift, nameof(DriftChannel), nameof(CorrectDrift));
        if (EstimateFlatField && FlatFieldPath is not null)
        {
            throw new CellSegException(
                nameof(EstimateFlatField), "there is a flat field already", $"Choose {nameof(EstimateFlatField)} or {nameof(FlatFieldPath)}");
        }
    }

    private static void RequireOther(bool holds, string name, string other)
    {
        if (!holds)
            throw new CellSegException(name, "it says nothing of what was chosen", $"Choose {other}, too, or leave it out");
    }
}
