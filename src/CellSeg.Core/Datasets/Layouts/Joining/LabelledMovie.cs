using CellSeg.Imaging;

namespace CellSeg.Datasets.Layouts.Joining;

/// <summary>The images of one file, or of many, with the labels of others. What is wrong with labels is told with both of their names.</summary>
internal sealed class LabelledMovie
{
    private readonly CellMovie _images, _labels;

    // In a box, so that threads see all of it or nothing.
    private object? _size;

    private LabelledMovie(CellMovie images, CellMovie labels) => (_images, _labels) = (images, labels);

    /// <summary>Puts images and labels together.</summary>
    /// <param name="name">The name in the data set; what stands before its last '/' is the kind of the movie.</param>
    /// <param name="images">The images.</param>
    /// <param name="labels">Labels of as many frames; null where there are none.</param>
    /// <param name="tracks">The cells through time; none when null.</param>
    public static CellMovie Create(string name, CellMovie images, CellMovie? labels, IReadOnlyList<CellTrack>? tracks = null)
    {
        var joined = labels is null ? null : new LabelledMovie(images, labels);
        Func<int, CellImage> readImage = joined is null ? images.ReadImage : joined.ReadImage;
        return new CellMovie(name, images.Path, images.FrameCount, readImage, joined is null ? null : joined.ReadLabels)
        {
            PixelSize = images.PixelSize ?? labels?.PixelSize,
            Tracks = tracks ?? [],
            Kind = name.LastIndexOf('/') is > 0 and var end ? name[..end] : null,
        };
    }

    private CellImage ReadImage(int frame)
    {
        var image = _images.ReadImage(frame);
        _size = new FrameSize(image.Height, image.Width);
        return image;
    }

    private LabelImage ReadLabels(int frame)
    {
        LabelImage labels;
        try
        {
            labels = _labels.ReadLabels(frame);
        }
        catch (CellSegException e) when (e.Target != _images.Path)
        {
            throw new CellSegException(e.Target, $"{e.Reason} (the labels of {_images.Describe(frame)})", e.Remedy, e);
        }
        var own = new FrameSize(labels.Height, labels.Width);
        return _size is not FrameSize size || own == size
            ? labels
            : throw new CellSegException(
                _labels.Describe(frame), $"the labels are {own}, and their image {_images.Describe(frame)} is {size}", "Use label images of the image's size");
    }
}
