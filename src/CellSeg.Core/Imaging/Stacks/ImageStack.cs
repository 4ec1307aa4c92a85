using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Rows;
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
    private readonly PageFile _file;
    private readonly StackDescription _description;
    private readonly ImageSelection _selection;

    private ImageStack(string path, PageFile file, ImageSelection selection)
    {
        (_path, _file, _selection) = (path, file, selection);
        _description = ReadDescription(path, file, selection.Slice);
    }

    /// <summary>Points in time, at least 1.</summary>
    public int FrameCount => _description.Layout.FrameCount;

    /// <summary>Micrometres a pixel; null where the file does not say so.</summary>
    public double? PixelSize => _description.PixelSize;

    /// <summary>Looks at the header of a file; pixels are read later.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="selection">What of the file is meant.</param>
    /// <exception cref="CellSegException">
    /// The file is missing or of no known format, it has depth (more than one slice) of which nothing was chosen, or its
    /// pages are not what its description says.
    /// </exception>
    public static ImageStack Open(string path, ImageSelection selection) => Open(ByteSource.FromFile(path), selection);

    /// <inheritdoc cref="Open(string, ImageSelection)"/>
    /// <param name="source">The file, on the disk or in an archive.</param>
    /// <param name="selection">What of the file is meant.</param>
    internal static ImageStack Open(ByteSource source, ImageSelection selection) => new(source.Name, ImageReader.Open(source), selection);

    /// <summary>Reads the bytes of an image file that holds one frame, with all its channels.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">
    /// The data are truncated or of no known format, or they hold several frames, depth, or other pages than their description says.
    /// </exception>
    public static CellImage ReadSingleFrame(byte[] data, string name)
    {
        var stack = new ImageStack(name, ImageReader.Open(data, name), ImageSelection.Everything);
        return stack.FrameCount == 1
            ? stack.ReadFrame(0)
            : throw new CellSegException(name, $"it has {stack.FrameCount} frames where one belongs", "Save every frame as an image of its own");
    }

    /// <summary>Reads one frame with the chosen channels; all of them, in the order of the file, without a choice.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">A page cannot be read, the channels differ in size, or there is no such channel.</exception>
    public CellImage ReadFrame(int frame) => Make(frame, ChannelsOf(frame), _file.Read);

    /// <summary>Opens one frame with the chosen channels, to be read a band of rows at a time: what <see cref="ReadFrame"/> gives of them.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <returns>
    /// A <see cref="CellImage"/>, which is all in memory, of files that give their rows only all together (PNG, JPEG, BMP and GIF, files
    /// in an archive, TIFF compressed as a single strip), and of images that fit into one band.
    /// </returns>
    /// <exception cref="CellSegException">A page cannot be read, the channels differ in size, or there is no such channel.</exception>
    public IImageRows OpenRows(int frame) => OpenRows(frame, FrameRows.DefaultBandBytes);

    /// <inheritdoc cref="OpenRows(int)"/>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="bandBytes">Bands that are decoded together have so many bytes in the file, not compressed, or as many rows as a block.</param>
    internal IImageRows OpenRows(int frame, int bandBytes)
    {
        var channels = ChannelsOf(frame);
        var pages = new Dictionary<int, IPageRows>();
        foreach (int page in channels.SelectMany(channel => channel.Pages).Distinct())
        {
            // Of pages that differ in size, reading them whole tells what is wrong.
            if (_file.OpenRows(page) is not { } rows || pages.Values.Any(other => (other.Height, other.Width) != (rows.Height, rows.Width)))
                return ReadFrame(frame);
            pages.Add(page, rows);
        }
        var (height, bandHeight) = (pages.Values.First().Height, FrameRows.ChooseBandHeight(pages.Values, bandBytes));
        return bandHeight >= height
            ? ReadFrame(frame)
            : new FrameRows(height, bandHeight, (top, rows) => Make(frame, channels, page => pages[page].Read(top, rows)));
    }

    /// <summary>Reads one frame of a label file: the numbers that are stored, whole ones from 0 in any type.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">The frame cannot be read, has several channels of which none was chosen, or its numbers are no ids.</exception>
    public LabelImage ReadLabels(int frame)
    {
        var channels = PagesOf(frame);
        string[] names = channels.Count == 1 ? _description.SampleNames : [.. channels.Select(channel => channel.Name)];
        if (_selection.Channels.Count > 1 || (_selection.Channels.Count == 0 && channels.Count > 1))
            throw StoredPixels.ManyLabelChannels(_path, Math.Max(channels.Count, _selection.Channels.Count));
        int? chosen = _selection.Channels is [var only] && channels.Count > 1 ? only.Find(channels.Count, names, _path) : null;
        var pages = channels[chosen ?? 0].Pages;
        if (pages.Count > 1)
            throw new CellSegException(_path, "the greatest id of several slices is no label", "Choose one slice of the labels by its number");
        var stored = _file.Read(pages[0]);
        int samples = stored.SampleCount - stored.AlphaSamples.Count;
        return StoredPixels.ToLabels(stored, chosen is null && _selection.Channels is [var sample] ? sample.Find(samples, names, _path) : null, _path);
    }

    private static StackDescription ReadDescription(string path, PageFile file, SliceSelector? slice)
    {
        string text = file.Description;
        // Beyond 4 GB ImageJ leaves all headers out but the first.
        if (file.PageCount == 1 && ImageJDescription.CountImages(text) is > 1 and var images)
            file.SplitPage(images);
        return ImageJDescription.Read(path, text, file, slice)
            ?? OmeDescription.Read(path, text, file.PageCount, slice)
            ?? new StackDescription(PlaneLayout.OfFrames(path, file.PageCount, slice));
    }

    private IReadOnlyList<ChannelPages> PagesOf(int frame) => frame >= 0 && frame < FrameCount
        ? _description.Layout.PagesOf(frame)
        : throw new CellSegException(_path, $"it has {FrameCount} frames, none of number {frame} (from 0)", "Choose another frame");

    /// <summary>The channels of a frame that are read: where each has a page of its own, only those that are wanted.</summary>
    private IReadOnlyList<ChannelPages> ChannelsOf(int frame)
    {
        var channels = PagesOf(frame);
        if (channels.Count == 1 || _selection.Channels.Count == 0)
            return channels;
        string[] names = [.. channels.Select(channel => channel.Name)];
        return [.. _selection.Channels.Select(channel => channels[channel.Find(channels.Count, names, _path)])];
    }

    /// <summary>The image of a frame, or some of its rows.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="channels">Its channels that are read.</param>
    /// <param name="read">Reads a page, or these rows of it.</param>
    private CellImage Make(int frame, IReadOnlyList<ChannelPages> channels, Func<int, StoredImage> read)
    {
        var image = ChannelPlanes.Join(_path, [.. channels.Select(channel => Project(channel.Pages, read))]);
        bool isOnePage = PagesOf(frame).Count == 1;
        string[] names = isOnePage ? _description.SampleNames : [.. channels.Select(channel => channel.Name)];
        if (names.Length == image.Channels && names.Any(name => name.Length > 0))
            image = image.WithNames(names);
        return isOnePage ? image.Select(_selection.Channels, _path) : image;
    }

    private CellImage Project(IReadOnlyList<int> pages, Func<int, StoredImage> read)
        => ChannelPlanes.ProjectMaximum(_path, pages.Select(page => StoredPixels.ToImage(read(page), _path)));
}
