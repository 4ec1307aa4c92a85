using CellSeg.Datasets;
using CellSeg.Imaging;

namespace CellSeg.Evaluation.Properties;

/// <summary>Measures the cells of label images in files.</summary>
public static class CellPropertyFiles
{
    /// <summary>Measures a file frame by frame, each frame read when it is asked for.</summary>
    /// <param name="labelPath">The label image.</param>
    /// <param name="imagePath">The image to take intensities from; null for shapes alone.</param>
    /// <exception cref="CellSegException">A file cannot be read, or the two do not fit together.</exception>
    public static IEnumerable<CellProperty> Measure(string labelPath, string? imagePath = null)
    {
        var labels = CellMovie.OpenLabels(labelPath);
        var images = imagePath is null ? null : CellMovie.Open(imagePath);
        for (int frame = 0; frame < labels.FrameCount; frame++)
        {
            var cells = Measure(labels.ReadLabels(frame), images?.ReadImage(frame), labelPath, imagePath, labels.FrameCount > 1 ? frame : null);
            foreach (var cell in cells)
                yield return cell;
        }
    }

    /// <summary>Measures one frame.</summary>
    /// <param name="labels">The cells.</param>
    /// <param name="image">Intensities; null for shapes alone.</param>
    /// <param name="path">What the cells are of; it goes into the records and into messages.</param>
    /// <param name="imagePath">The file of the intensities, for messages.</param>
    /// <param name="frame">The frame of a movie; it goes into the records.</param>
    /// <exception cref="CellSegException">The sizes differ.</exception>
    public static IEnumerable<CellProperty> Measure(LabelImage labels, CellImage? image, string? path, string? imagePath, int? frame)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (image is not null && (image.Height, image.Width) != (labels.Height, labels.Width))
        {
            throw new CellSegException(
                path ?? "Labels",
                $"they are {labels.Height} x {labels.Width} pixels and the image {imagePath} {image.Height} x {image.Width}",
                "Give the image that was segmented");
        }
        return CellProperties.Measure(labels, image?.Pixels).Select(cell => cell with { Path = path, Frame = frame });
    }
}
