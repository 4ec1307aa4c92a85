using CellSeg.Imaging.Regions;

namespace CellSeg.Evaluation.Properties;

/// <summary>
/// Shape and brightness of one cell, with the definitions of scikit-image's <c>regionprops</c>. Lengths are in pixels,
/// areas in pixels, positions are those of pixel centres with the first row and column at 0. All properties are flat, so
/// that it makes a row of a table.
/// </summary>
/// <remarks>
/// <para>
/// A measure that is not known is NaN, not null: intensities without an image, micrometres without a pixel size, everything
/// in the record of an image without cells. A mean over it is NaN then; nulls would silently count as zeros in Measure-Object,
/// as empty fields of a table do.
/// </para>
/// <para>
/// MeanIntensity, MinIntensity, MaxIntensity and StdIntensity are those of the first channel, over the finite values of the
/// cell. Further channels have MeanIntensity2, MinIntensity2 and so on, see <see cref="GetFurtherIntensities"/>; which channel
/// is which, <see cref="ChannelNames"/> says.
/// </para>
/// </remarks>
public sealed record CellProperty
{
    /// <summary>The label image, or what was segmented; null when nothing was said.</summary>
    public string? Path { get; init; }

    /// <summary>The frame of a movie, from 0; null for a single image.</summary>
    public int? Frame { get; init; }

    /// <summary>The cell's id in the label image; null in the record of an image without cells.</summary>
    public int? Label { get; init; }

    /// <summary>The cells of the image; 0 in the one record of an image without cells.</summary>
    public int CellCount { get; init; }

    /// <summary>Pixels of the cell, a whole number.</summary>
    public double Area { get; init; } = double.NaN;

    /// <summary>Mean row of the cell's pixels.</summary>
    public double CentroidRow { get; init; } = double.NaN;

    /// <summary>Mean column of the cell's pixels.</summary>
    public double CentroidColumn { get; init; } = double.NaN;

    /// <summary>First row of the bounding box.</summary>
    public int? MinRow { get; init; }

    /// <summary>First column of the bounding box.</summary>
    public int? MinColumn { get; init; }

    /// <summary>The row after the last one of the bounding box.</summary>
    public int? MaxRow { get; init; }

    /// <summary>The column after the last one of the bounding box.</summary>
    public int? MaxColumn { get; init; }

    /// <summary>
    /// Length of the line through the centres of the border pixels, holes included: steps along rows and columns count
    /// 1, diagonal ones √2 (Benkrid and Crookes). 0 for a single pixel.
    /// </summary>
    public double Perimeter { get; init; } = double.NaN;

    /// <summary>
    /// Major axis of the ellipse with the cell's second central moments. A pixel counts as a point, so a single pixel
    /// has 0.
    /// </summary>
    public double MajorAxis { get; init; } = double.NaN;

    /// <summary>Minor axis of the same ellipse; 0 for a straight line of pixels.</summary>
    public double MinorAxis { get; init; } = double.NaN;

    /// <summary>Focal distance of the same ellipse over its major axis: 0 for a circle, 1 for a line.</summary>
    public double Eccentricity { get; init; } = double.NaN;

    /// <summary>
    /// Angle from the direction of the rows' axis (down) to the major axis, counter-clockwise, in radians from -π/2 to
    /// π/2; -π/4 where the ellipse is a circle. The sign at exactly ±π/4 is that of scikit-image 0.20 and later.
    /// </summary>
    public double Orientation { get; init; } = double.NaN;

    /// <summary>
    /// Area over the number of pixels in the convex hull, above 0 and at most 1. The hull is that of the middles of
    /// the pixels' edges; a pixel belongs to it when its centre does.
    /// </summary>
    public double Solidity { get; init; } = double.NaN;

    /// <summary>Diameter of the circle with the cell's area.</summary>
    public double EquivalentDiameter { get; init; } = double.NaN;

    /// <summary>In how many pieces the cell's pixels lie, those that touch by a corner being one; usually 1.</summary>
    public int? PieceCount { get; init; }

    /// <summary>Whether the cell touches the border of the image, which may have cut it.</summary>
    public bool? IsAtBorder { get; init; }

    /// <summary>Micrometres a pixel; null where neither the file nor anybody says so.</summary>
    public double? PixelSize { get; init; }

    /// <summary><see cref="Area"/> in square micrometres.</summary>
    public double AreaMicrometer2 => Area * ScaleToMicrometer * ScaleToMicrometer;

    /// <summary><see cref="Perimeter"/> in micrometres.</summary>
    public double PerimeterMicrometer => Perimeter * ScaleToMicrometer;

    /// <summary><see cref="MajorAxis"/> in micrometres.</summary>
    public double MajorAxisMicrometer => MajorAxis * ScaleToMicrometer;

    /// <summary><see cref="MinorAxis"/> in micrometres.</summary>
    public double MinorAxisMicrometer => MinorAxis * ScaleToMicrometer;

    /// <summary><see cref="EquivalentDiameter"/> in micrometres.</summary>
    public double EquivalentDiameterMicrometer => EquivalentDiameter * ScaleToMicrometer;

    /// <summary>
    /// What the file calls the channels, in the order of the intensities and separated by semicolons; null where it has no
    /// names for them.
    /// </summary>
    public string? ChannelNames { get; init; }

    /// <summary>Mean intensity in the first channel.</summary>
    public double MeanIntensity => First.Mean;

    /// <summary>Least intensity in the first channel.</summary>
    public double MinIntensity => First.Min;

    /// <summary>Greatest intensity in the first channel.</summary>
    public double MaxIntensity => First.Max;

    /// <summary>Standard deviation of the intensity in the first channel, of the population: divided by the number of values.</summary>
    public double StdIntensity => First.Std;

    /// <summary>The intensities in each channel; empty without an image.</summary>
    // Not public, for a list would be a column of a table without a number in it.
    internal IReadOnlyList<ChannelIntensity> Intensities { get; init; } = [];

    // In the order of ChannelIntensity.
    private static readonly string[] IntensityNames = [nameof(MeanIntensity), nameof(MinIntensity), nameof(MaxIntensity), nameof(StdIntensity)];

    private ChannelIntensity First => Intensities.Count > 0 ? Intensities[0] : ChannelIntensity.None;

    private double ScaleToMicrometer => PixelSize ?? double.NaN;

    /// <summary>
    /// The intensities in the channels after the first, named as columns of a table: MeanIntensity2, MinIntensity2,
    /// MaxIntensity2, StdIntensity2, MeanIntensity3 and so on.
    /// </summary>
    public IEnumerable<KeyValuePair<string, double>> GetFurtherIntensities()
    {
        for (int i = 1; i < Intensities.Count; i++)
        {
            var (mean, min, max, std) = Intensities[i];
            double[] values = [mean, min, max, std];
            for (int measure = 0; measure < values.Length; measure++)
                yield return new(NameIntensity(measure, i), values[measure]);
        }
    }

    /// <summary>The names of <see cref="GetFurtherIntensities"/> of an image with so many channels.</summary>
    internal static IReadOnlyList<string> NameFurtherIntensities(int channels)
        => [.. Enumerable.Range(1, Math.Max(0, channels - 1)).SelectMany(i => IntensityNames.Select((_, measure) => NameIntensity(measure, i)))];

    private static string NameIntensity(int measure, int channel) => FormattableString.Invariant($"{IntensityNames[measure]}{channel + 1}");
}
