using CellSeg.Files;

namespace CellSeg.Evaluation.Properties;

/// <summary>
/// Shape and brightness of one cell, with the definitions of scikit-image's <c>regionprops</c>. Lengths are in pixels,
/// areas in pixels, positions are those of pixel centres with the first row and column at 0.
/// </summary>
public sealed record CellProperty
{
    /// <summary>The label image, or what was segmented; null when nothing was said.</summary>
    public string? Path { get; init; }

    /// <summary>The frame of a movie, from 0; null for a single image.</summary>
    public int? Frame { get; init; }

    /// <summary>The cell's id in the label image.</summary>
    public required int Label { get; init; }

    /// <summary>Pixels of the cell.</summary>
    public required int Area { get; init; }

    /// <summary>Mean row of the cell's pixels.</summary>
    public required double CentroidRow { get; init; }

    /// <summary>Mean column of the cell's pixels.</summary>
    public required double CentroidColumn { get; init; }

    /// <summary>First row of the bounding box.</summary>
    public required int MinRow { get; init; }

    /// <summary>First column of the bounding box.</summary>
    public required int MinColumn { get; init; }

    /// <summary>The row after the last one of the bounding box.</summary>
    public required int MaxRow { get; init; }

    /// <summary>The column after the last one of the bounding box.</summary>
    public required int MaxColumn { get; init; }

    /// <summary>
    /// Length of the line through the centres of the border pixels, holes included: steps along rows and columns count
    /// 1, diagonal ones √2 (Benkrid and Crookes). 0 for a single pixel.
    /// </summary>
    public required double Perimeter { get; init; }

    /// <summary>
    /// Major axis of the ellipse with the cell's second central moments. A pixel counts as a point, so a single pixel
    /// has 0.
    /// </summary>
    public required double MajorAxis { get; init; }

    /// <summary>Minor axis of the same ellipse; 0 for a straight line of pixels.</summary>
    public required double MinorAxis { get; init; }

    /// <summary>Focal distance of the same ellipse over its major axis: 0 for a circle, 1 for a line.</summary>
    public required double Eccentricity { get; init; }

    /// <summary>
    /// Angle from the direction of the rows' axis (down) to the major axis, counter-clockwise, in radians from -π/2 to
    /// π/2; -π/4 where the ellipse is a circle. The sign at exactly ±π/4 is that of scikit-image 0.20 and later.
    /// </summary>
    public required double Orientation { get; init; }

    /// <summary>
    /// Area over the number of pixels in the convex hull, above 0 and at most 1. The hull is that of the middles of
    /// the pixels' edges; a pixel belongs to it when its centre does.
    /// </summary>
    public required double Solidity { get; init; }

    /// <summary>Diameter of the circle with the cell's area.</summary>
    public required double EquivalentDiameter { get; init; }

    /// <summary>Mean intensity in each channel; empty without an image.</summary>
    public required ValueList MeanIntensity { get; init; }

    /// <summary>Least intensity in each channel.</summary>
    public required ValueList MinIntensity { get; init; }

    /// <summary>Greatest intensity in each channel.</summary>
    public required ValueList MaxIntensity { get; init; }

    /// <summary>Standard deviation of the intensity in each channel, of the population: divided by the area.</summary>
    public required ValueList StdIntensity { get; init; }
}
