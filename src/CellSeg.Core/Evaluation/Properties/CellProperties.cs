using CellSeg.Imaging;

namespace CellSeg.Evaluation.Properties;

/// <summary>Measures the cells of a label image.</summary>
public static class CellProperties
{
    /// <summary>
    /// One record a cell, in ascending order of id. An id is one cell, even when its pixels lie in several pieces.
    /// </summary>
    /// <param name="labels">The cells.</param>
    /// <param name="image">Intensities, as large as the label image; null for shapes alone.</param>
    /// <param name="options">What else goes into the records.</param>
    /// <exception cref="CellSegException">The sizes differ, or an id is negative.</exception>
    public static IReadOnlyList<CellProperty> Measure(LabelImage labels, CellImage? image = null, CellPropertyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        options ??= new CellPropertyOptions();
        if (image is not null && (image.Height, image.Width) != (labels.Height, labels.Width))
        {
            throw new CellSegException(
                options.Path ?? "Labels",
                $"they are {labels.Height} x {labels.Width} pixels and the image {options.ImagePath} {image.Height} x {image.Width}",
                "Give the image that was segmented");
        }
        var shapes = CellScan.Create(labels);
        var source = new CellProperty
        {
            Path = options.Path,
            Frame = options.Frame,
            CellCount = shapes.Count,
            PixelSize = options.PixelSize,
            ChannelNames = image?.ChannelNames is { Count: > 0 } names ? string.Join("; ", names) : null,
            Intensities = [.. Enumerable.Repeat(ChannelIntensity.None, image?.Channels ?? 0)],
        };
        return shapes.Count > 0 ? Describe(source, labels, image, shapes) : options.IncludeEmpty ? [source] : [];
    }

    private static CellProperty[] Describe(CellProperty source, LabelImage labels, CellImage? image, CellScan shapes)
    {
        double[] perimeters = Perimeter.Measure(labels, shapes.CellOfPixel, shapes.Count);
        int[] pieces = PieceCounts.Measure(labels, shapes.CellOfPixel, shapes.Count);
        var channels = new IntensitySum[image?.Channels ?? 0][];
        for (int i = 0; i < channels.Length; i++)
            channels[i] = IntensitySum.Measure(shapes.CellOfPixel, image!.Plane(i), shapes.Count);

        int[] ids = [.. shapes.Labels];
        int[] cells = [.. Enumerable.Range(0, ids.Length)];
        Array.Sort(ids, cells);
        var hull = new ConvexHull();
        var records = new CellProperty[ids.Length];
        for (int i = 0; i < records.Length; i++)
        {
            int cell = cells[i];
            ref readonly var moments = ref shapes.Moments[cell];
            records[i] = Describe(source, moments) with
            {
                Label = ids[i],
                Perimeter = perimeters[cell],
                Solidity = moments.Area / (double)hull.CountPixels(shapes.GetRows(cell)),
                PieceCount = pieces[cell],
                IsAtBorder = moments.MinRow == 0 || moments.MinColumn == 0 || moments.MaxRow == labels.Height || moments.MaxColumn == labels.Width,
                Intensities = [.. channels.Select(channel => channel[cell].GetIntensity())],
            };
        }
        return records;
    }

    private static CellProperty Describe(CellProperty source, in MomentSum moments)
    {
        var ellipse = moments.GetEllipse();
        return source with
        {
            Area = moments.Area,
            CentroidRow = moments.CentroidRow,
            CentroidColumn = moments.CentroidColumn,
            MinRow = moments.MinRow,
            MinColumn = moments.MinColumn,
            MaxRow = moments.MaxRow,
            MaxColumn = moments.MaxColumn,
            MajorAxis = ellipse.MajorAxis,
            MinorAxis = ellipse.MinorAxis,
            Eccentricity = ellipse.Eccentricity,
            Orientation = ellipse.Orientation,
            EquivalentDiameter = Math.Sqrt(4.0 * moments.Area / Math.PI),
        };
    }
}
