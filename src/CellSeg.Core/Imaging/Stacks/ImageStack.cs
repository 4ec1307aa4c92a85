namespace CellSeg.Imaging.Stacks;

/// <summary>
/// An image file as frames with channels. A TIFF file is a row of pages; what they are (points in time, channels,
/// slices in depth) stands in what ImageJ or OME wrote into the first of them. Without such a description every page
/// is a frame.
/// </summary>
public sealed class ImageStack
{
    private readonly string _path;
    private readonly PlaneLayout _layout;

    private ImageStack(string path, PlaneLayout layout) => (_path, _layout) = (path, layout);

    /// <summary>Points in time, at least 1.</summary>
    public int FrameCount => _layout.FrameCount;

    /// <summary>Looks at the header of a file; pixels are read later.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="CellSegException">
    /// The file is missing or of no known format, it has depth (more than one slice), or its pages are not what its
    /// description says.
    /// </exception>
    public static ImageStack Open(string path)
    {
        var (pageCount, description) = ImageReader.ReadHeader(path);
        var layout = ImageJDescription.Read(path, description, pageCount)
            // One page is one frame, of whatever data set it is a part.
            ?? (pageCount > 1 ? OmeDescription.Read(path, description, pageCount) : null)
            ?? PlaneLayout.OfFrames(pageCount);
        return new ImageStack(path, layout);
    }

    /// <summary>Reads one frame with all its channels, in the order that the description gives them.</summary>
    /// <param name="frame">From 0.</param>
    /// <exception cref="CellSegException">A page cannot be read, or the channels differ in size.</exception>
    public CellImage ReadFrame(int frame)
    {
        if (frame < 0 || frame >= FrameCount)
            throw new CellSegException(_path, $"it has {FrameCount} frames, none of number {frame} (from 0)", "Choose another frame");
        var pages = _layout.PagesOf(frame);
        return pages.Count == 1 ? ImageReader.Read(_path, pages[0]) : Join([.. pages.Select(page => ImageReader.Read(_path, page))]);
    }

    private CellImage Join(CellImage[] planes)
    {
        var first = planes[0];
        if (planes.FirstOrDefault(plane => (plane.Height, plane.Width) != (first.Height, first.Width)) is { } other)
            throw new CellSegException(_path, $"its channels differ in size ({first.Width} x {first.Height} and {other.Width} x {other.Height})", "Save channels of one size");
        long values = planes.Sum(plane => (long)plane.Pixels.Length);
        if (values > Array.MaxLength)
            throw new CellSegException(_path, $"its {planes.Length} channels of {first.Width} x {first.Height} pixels are more than fit one array", "Cut the image into parts");
        var pixels = new float[values];
        int start = 0;
        foreach (var plane in planes)
        {
            plane.Pixels.CopyTo(pixels, start);
            start += plane.Pixels.Length;
        }
        return new CellImage(planes.Sum(plane => plane.Channels), first.Height, first.Width, pixels);
    }
}
