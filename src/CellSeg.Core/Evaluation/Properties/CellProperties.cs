using CellSeg.Imaging.Regions;
using CellSeg.Imaging.Rows;

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
    /// <exception cref="CellSegException">The sizes differ, an id is negative, or the image can no longer be read.</exception>
    public static IReadOnlyList<CellProperty> Measure(ILabelRows labels, IImageRows? image = null, CellPropertyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [.. Measure(new LabelledCells(labels), image, options)];
    }

    /// <summary>The same, each record made when it is asked for, so that neither the image nor the table is in memory as a whole.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="image">Intensities, as large as the label image; null for shapes alone.</param>
    /// <param name="options">What else goes into the records.</param>
    /// <exception cref="CellSegException">The sizes differ, an id is negative, or the image can no longer be read.</exception>
    internal static IEnumerable<CellProperty> Measure(LabelledCells cells, IImageRows? image = null, CellPropertyOptions? options = null)
    {
        var labels = cells.Labels;
        options ??= new CellPropertyOptions();
        if (image is not null && (image.Height, image.Width) != (labels.Height, labels.Width))
        {
            throw new CellSegException(
                options.Path ?? "Labels",
                $"they are {labels.Height} x {labels.Width} pixels and the image {options.ImagePath} {image.Height} x {image.Width}",
                "Give the image that was segmented");
        }
        var source = new CellProperty
        {
            Path = options.Path,
            Frame = options.Frame,
            CellCount = cells.Count,
            PixelSize = options.PixelSize,
            ChannelNames = image?.ChannelNames is { Count: > 0 } names ? string.Join("; ", names) : null,
            Intensities = [.. Enumerable.Repeat(ChannelIntensity.None, image?.Channels ?? 0)],
        };
        if (cells.Count == 0)
            return options.IncludeEmpty ? [source] : [];
        var shapes = new CellShape(labels.Height, labels.Width);
        return cells.Read(image).Select(cell => shapes.Describe(cell, source));
    }
}
