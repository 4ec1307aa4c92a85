using CellSeg.Imaging.Selection;

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

    private readonly ImageSelection _selection;

    private ImageStack(string path, PlaneLayout layout, ImageSelection selection) => (_path, _layout, _selection) = (path, layout, selection);

    /// <summary>Points in time, at least 1.</summary>
    public int FrameCount => _layout.FrameCount;

    /// <summary>Micrometres a pixel; null where the file does not say so.</summary>
    public double? PixelSize { get; private init; }

    /// <summary>Looks at the header of a file; pixels are read later.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="selection">What of the file is meant.</param>
    /// <exception cref="CellSegException">
    /// The file is missing or of no known format, it has depth (more than one slice), or its pages are not what its
    /// description says.
    /// </exception>
    public static ImageStack Open(string path, ImageSelection selection)
    {
        var (pageCount, description) = ImageReader.ReadHeader(path);
        return new ImageStack(path, ReadLayout(path, pageCount, description), selection);
    }

    /// <summary>Reads the bytes of an image file that holds one frame, with all its channels.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">
    /// The data are truncated or of no known format, or they hold several frames, depth, or other pages than their description says.
    /// </exception>
    public static CellImage ReadSingleFrame(byte[] data, string name)
    {
        var first = ImageReader.Read(data, name, out var header);
        var layout = ReadLayout(name, header.PageCount, header.Description);
        if (layout.FrameCount > 1)
            throw new CellSegException(name, $"it has {layout.FrameCount} frames where one belongs", "Save every frame as an image of its own");
        return Join(name, [.. layout.PagesOf(0).Select(page => page == 0 ? first : ImageReader.Read(data, name, page))]);
    }

    /// <summary>Reads one frame with all its channels, in the order that the description gives them.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">A page cannot be read, or the channels differ in size.</exception>
    public CellImage ReadFrame(int frame) => Join(_path, [.. PagesOf(frame).Select(page => ImageReader.Read(_path, page))]).Select(_selection.Channels, _path);

    /// <summary>Reads one frame of a label file; see <see cref="ImageReader.ReadLabels"/> for the types of numbers that it may have.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">The frame cannot be read, has several channels, or its numbers are no ids.</exception>
    public LabelImage ReadLabels(int frame) => PagesOf(frame) switch
    {
        [int page] => ImageReader.ReadLabels(_path, page),
        var pages => throw ImageReader.ManyLabelChannels(_path, pages.Count),
    };

    private static PlaneLayout ReadLayout(string path, int pageCount, string description)
        => ImageJDescription.Read(path, description, pageCount)
            // One page is one frame, of whatever data set it is a part.
            ?? (pageCount > 1 ? OmeDescription.Read(path, description, pageCount) : null)
            ?? PlaneLayout.OfFrames(pageCount);

    private IReadOnlyList<int> PagesOf(int frame) => frame >= 0 && frame < FrameCount
        ? _layout.PagesOf(frame)
        : throw new CellSegException(_path, $"it has {FrameCount} frames, none of number {frame} (from 0)", "Choose another frame");

    private static CellImage Join(string path, CellImage[] planes)
    {
        var first = planes[0];
        if (planes.Length == 1)
            return first;
        if (planes.FirstOrDefault(plane => (plane.Height, plane.Width) != (first.Height, first.Width)) is { } other)
        {
            throw new CellSegException(
                path,
                $"its channels differ in size ({first.Width} x {first.Height} and {other.Width} x {other.Height})",
                "Save channels of one size");
        }
        long values = planes.Sum(plane => (long)plane.Pixels.Length);
        if (values > Array.MaxLength)
        {
            throw new CellSegException(
                path,
                $"its {planes.Length} channels of {first.Width} x {first.Height} pixels are more than fit one array",
                "Cut the image into parts");
        }
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
