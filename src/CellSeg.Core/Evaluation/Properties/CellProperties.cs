using CellSeg.Imaging;

namespace CellSeg.Evaluation.Properties;

/// <summary>Measures the cells of a label image.</summary>
public static class CellProperties
{
    /// <summary>
    /// One record a cell, in ascending order of id. An id is one cell, even when its pixels lie in several pieces.
    /// </summary>
    /// <param name="labels">The cells.</param>
    /// <param name="planes">
    /// Intensities, channel after channel (planar), each channel as large as the label image and row-major. Empty for
    /// shapes alone.
    /// </param>
    /// <exception cref="CellSegException">The planes do not fit the label image, or an id is negative.</exception>
    public static IReadOnlyList<CellProperty> Measure(LabelImage labels, ReadOnlySpan<float> planes = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int pixelCount = labels.Pixels.Length;
        if (planes.Length % pixelCount != 0)
        {
            throw new CellSegException(
                "Intensities",
                $"{planes.Length} values are no whole number of channels of {labels.Height} x {labels.Width} pixels",
                "Give an image of the same size as its label image");
        }
        var shapes = CellScan.Create(labels);
        double[] perimeters = Perimeter.Measure(labels, shapes.CellOfPixel, shapes.Count);
        var channels = new IntensitySum[planes.Length / pixelCount][];
        for (int i = 0; i < channels.Length; i++)
            channels[i] = IntensitySum.Measure(shapes.CellOfPixel, planes.Slice(i * pixelCount, pixelCount), shapes.Count);

        int[] ids = shapes.Labels.ToArray();
        int[] cells = [.. Enumerable.Range(0, ids.Length)];
        Array.Sort(ids, cells);
        var hull = new ConvexHull();
        var records = new CellProperty[ids.Length];
        for (int i = 0; i < records.Length; i++)
        {
            int cell = cells[i];
            IntensitySum[] sums = [.. channels.Select(channel => channel[cell])];
            records[i] = Describe(ids[i], shapes.Moments[cell], perimeters[cell], hull.CountPixels(shapes.GetRows(cell)), sums);
        }
        return records;
    }

    private static CellProperty Describe(int label, in MomentSum moments, double perimeter, long convexArea, IntensitySum[] sums)
    {
        int area = moments.Area;
        var ellipse = moments.GetEllipse();
        return new CellProperty
        {
            Label = label,
            Area = area,
            CentroidRow = moments.CentroidRow,
            CentroidColumn = moments.CentroidColumn,
            MinRow = moments.MinRow,
            MinColumn = moments.MinColumn,
            MaxRow = moments.MaxRow,
            MaxColumn = moments.MaxColumn,
            Perimeter = perimeter,
            MajorAxis = ellipse.MajorAxis,
            MinorAxis = ellipse.MinorAxis,
            Eccentricity = ellipse.Eccentricity,
            Orientation = ellipse.Orientation,
            Solidity = area / (double)convexArea,
            EquivalentDiameter = Math.Sqrt(4.0 * area / Math.PI),
            MeanIntensity = [.. sums.Select(sum => sum.GetMean(area))],
            MinIntensity = [.. sums.Select(sum => (double)sum.Min)],
            MaxIntensity = [.. sums.Select(sum => (double)sum.Max)],
            StdIntensity = [.. sums.Select(sum => sum.GetStd(area))],
        };
    }
}
