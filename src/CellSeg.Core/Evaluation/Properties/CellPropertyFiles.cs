using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;

namespace CellSeg.Evaluation.Properties;

/// <summary>Measures the cells of label images in files.</summary>
public static class CellPropertyFiles
{
    /// <summary>Measures a file frame by frame, each frame read when it is asked for.</summary>
    /// <param name="labelPath">The label image.</param>
    /// <param name="image">What holds the image to take intensities from; null for shapes alone.</param>
    /// <exception cref="CellSegException">A file cannot be read, or the two do not fit together.</exception>
    public static IEnumerable<CellProperty> Measure(string labelPath, FilePartner? image = null)
    {
        var labels = CellMovie.OpenLabels(labelPath);
        var images = image is null ? null : PartnerMovie.Open(image, labels, path => CellMovie.Open(path));
        if (image?.FindMissing(labels.FrameCount) is { Count: > 0 } missing)
            throw new CellSegException(labelPath, $"there is no image for its frames {string.Join(", ", missing)} (from 0)", "Add them to the images");
        for (int frame = 0; frame < labels.FrameCount; frame++)
        {
            int? number = labels.FrameCount > 1 ? frame : images?.SourceFrame;
            var cells = Measure(labels.ReadLabels(frame), images?.ReadImage(frame), labelPath, image?.Path, number);
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
