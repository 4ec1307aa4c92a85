using CellSeg.Datasets;
using CellSeg.Evaluation.Inspection;
using CellSeg.Imaging.Naming;

namespace CellSeg.Evaluation.Properties;

/// <summary>Measures the cells of label images in files.</summary>
public static class CellPropertyFiles
{
    /// <summary>Measures a file frame by frame, each frame read when it is asked for.</summary>
    /// <param name="labelPath">The label image.</param>
    /// <param name="image">What holds the image to take intensities from; null for shapes alone.</param>
    /// <param name="options">What else goes into the records; what is null in it is taken from the files.</param>
    /// <param name="inspector">Looks whether these are labels; nobody does when null.</param>
    /// <exception cref="CellSegException">A file cannot be read, or the two do not fit together.</exception>
    public static IEnumerable<CellProperty> Measure(
        string labelPath, FilePartner? image = null, CellPropertyOptions? options = null, LabelInspector? inspector = null)
    {
        var labels = CellMovie.OpenLabels(labelPath);
        var images = image is null ? null : PartnerMovie.Open(image, labels, path => CellMovie.Open(path));
        if (image?.FindMissing(labels.FrameCount) is { Count: > 0 } missing)
            throw new CellSegException(labelPath, $"there is no image for its frames {string.Join(", ", missing)} (from 0)", "Add them to the images");
        options ??= new CellPropertyOptions();
        options = options with
        {
            Path = options.Path ?? labelPath,
            ImagePath = image?.Path,
            PixelSize = options.PixelSize ?? images?.PixelSize ?? labels.PixelSize,
        };
        for (int frame = 0; frame < labels.FrameCount; frame++)
        {
            int? number = labels.FrameCount > 1 ? frame : images?.SourceFrame;
            var found = labels.ReadLabels(frame);
            var cells = CellProperties.Measure(
                inspector?.Inspect(found, labelPath, number) ?? found, images?.ReadImage(frame), options with { Frame = number });
            foreach (var cell in cells)
                yield return cell;
        }
    }
}
