using CellSeg.Imaging;
using CellSeg.Imaging.Selection;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>One image and its annotations as a movie of one frame.</summary>
/// <param name="index">What the annotation file says.</param>
/// <param name="files">The files of the images.</param>
/// <param name="image">Which of them.</param>
/// <param name="name">The name of the movie.</param>
internal sealed class CocoMovie(CocoIndex index, CocoFiles files, CocoImage image, string name)
{
    private int _hidden;

    /// <summary>The name of the movie.</summary>
    public string Name => name;

    /// <summary>The image, as the annotation file calls it.</summary>
    public string FileName => image.FileName;

    /// <summary>Opens the image.</summary>
    /// <param name="selection">Its channels and slice.</param>
    /// <exception cref="CellSegException">There is no such image, or it has several frames.</exception>
    public CellMovie Open(ImageSelection selection)
    {
        string path = files.Find(image.FileName);
        var pixels = CellMovie.Open(path, selection);
        return pixels.FrameCount == 1
            ? new CellMovie(name, path, 1, _ => ReadImage(pixels), _ => ReadLabels(pixels)) { PixelSize = pixels.PixelSize }
            : throw new CellSegException(path, $"it has {pixels.FrameCount} frames where one belongs", "Save every frame as an image of its own");
    }

    /// <summary>What was odd when the labels were read.</summary>
    public IEnumerable<string> FindWarnings() => _hidden == 0
        ? []
        :
        [
            $"{FileName}: {_hidden} of its {image.Annotations.Count} annotations cover no pixel that those before them have not, "
                + "and are no cells of the data set.",
        ];

    private CellImage ReadImage(CellMovie pixels)
    {
        var read = pixels.ReadImage();
        return image.Size is not { } size || size == new FrameSize(read.Height, read.Width)
            ? read
            : throw new CellSegException(
                pixels.Path, $"it is {read.Height} x {read.Width}, the annotations say {size}", "Use the image that was annotated, neither scaled nor turned");
    }

    private LabelImage ReadLabels(CellMovie pixels)
    {
        var size = image.Size ?? pixels.ReadFrameSize();
        var labels = new LabelImage(size.Height, size.Width);
        int id = 0, hidden = 0;
        index.ReadAgain(image.Annotations, annotation =>
        {
            try
            {
                if (CocoMask.Paint(annotation.TryGetProperty("segmentation", out var region) ? region : default, labels, ++id) == 0)
                    hidden++;
            }
            catch (FormatException e)
            {
                string own = annotation.TryGetProperty("id", out var given) ? given.ToString() : $"number {id}";
                throw new CellSegException(
                    pixels.Path, $"the annotation {own} cannot be used: {e.Message}", "Correct it in the file of annotations, or remove it", e);
            }
        });
        _hidden = hidden;
        return labels.Renumber();
    }
}
