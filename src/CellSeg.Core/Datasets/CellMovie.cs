using CellSeg.Imaging;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Rows;
using CellSeg.Imaging.Selection;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Datasets;

/// <summary>
/// One or more frames of one field of view, with label images when annotated. A single image is a movie of one frame.
/// It is the one way to the pixels of a file or a data set; they are read when they are asked for.
/// </summary>
public sealed class CellMovie
{
    private readonly Func<int, CellImage> _readImage;
    private readonly Func<int, LabelImage>? _readLabels;

    /// <summary>Describes a movie by how its frames are read.</summary>
    /// <param name="name">A name that is unique in its data set.</param>
    /// <param name="path">The file or folder it comes from, for messages and output names.</param>
    /// <param name="frameCount">Frames, at least 1.</param>
    /// <param name="readImage">Reads the image of a frame, counted from 0.</param>
    /// <param name="readLabels">Reads the truth of a frame; null when there is none.</param>
    /// <param name="annotationCount">Cells over all frames of the truth.</param>
    public CellMovie(
        string name, string path, int frameCount, Func<int, CellImage> readImage, Func<int, LabelImage>? readLabels = null, int annotationCount = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(readImage);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameCount, 1);
        (Name, Path, FrameCount, AnnotationCount) = (name, path, frameCount, annotationCount);
        (_readImage, _readLabels) = (readImage, readLabels);
    }

    /// <summary>A name that is unique in its data set.</summary>
    public string Name { get; }

    /// <summary>The file or folder it comes from.</summary>
    public string Path { get; }

    /// <summary>Frames, at least 1.</summary>
    public int FrameCount { get; }

    /// <summary>Whether there are label images: the truth of a data set, or the cells of a label file.</summary>
    public bool HasLabels => _readLabels is not null;

    /// <summary>Cells over all frames of the truth; 0 when there is none.</summary>
    public int AnnotationCount { get; }

    /// <summary>Micrometres a pixel; null where neither the file nor anybody says so.</summary>
    public double? PixelSize { get; init; }

    /// <summary>What the movie is one of, such as its sub-folder or a kind of cells, to split and to judge by; null where nobody says so.</summary>
    public string? Kind { get; init; }

    /// <summary>Height and width of its frames; null where nothing has been read yet, see <see cref="ReadFrameSize"/>.</summary>
    public FrameSize? FrameSize { get; init; }

    /// <summary>Its cells through time, where labels are the same in all frames of a cell; empty where nobody has tracked them.</summary>
    public IReadOnlyList<CellTrack> Tracks { get; init => field = value as CellTrack[] ?? [.. value]; } = [];

    /// <summary>The frame of <see cref="Path"/>, from 0, that this movie of one frame is; null for all of a file.</summary>
    public int? SourceFrame { get; private init; }

    /// <summary>Whether cells are dark on bright ground, as in bright field, so that a network is to see the negative of each image.</summary>
    public bool HasDarkCells { get; init; }

    private Func<CellMovie>? OpenAllChannels { get; init; }

    // Opens a frame, from 0, that is read a band of rows at a time; null where frames come whole.
    private Func<int, IImageRows>? OpenFrame { get; init; }

    /// <summary>What this movie was cut from; null when it is whole.</summary>
    internal MoviePart? Part { get; private init; }

    /// <summary>Opens an image file as a movie whose frames have the chosen channels, all of them without a choice.</summary>
    /// <param name="path">The file; its name without folder and extension is that of the movie.</param>
    /// <param name="selection">What of the file is meant; everything when null.</param>
    /// <exception cref="CellSegException">The file is missing, of no known format, or has depth of which nothing was chosen.</exception>
    public static CellMovie Open(string path, ImageSelection? selection = null) => Open(ByteSource.FromFile(path), selection);

    /// <inheritdoc cref="Open(string, ImageSelection?)"/>
    /// <param name="source">The file, on the disk or in an archive.</param>
    /// <param name="selection">What of the file is meant; everything when null.</param>
    internal static CellMovie Open(ByteSource source, ImageSelection? selection = null)
    {
        var stack = ImageStack.Open(source, selection ?? ImageSelection.Everything);
        return new CellMovie(ImageFiles.GetBaseName(source.Name), source.Name, stack.FrameCount, stack.ReadFrame)
        {
            PixelSize = stack.PixelSize,
            OpenFrame = stack.OpenRows,
            OpenAllChannels = selection is { Channels.Count: > 0 } ? () => Open(source, selection with { Channels = [] }) : null,
        };
    }

    /// <summary>Opens a label file as a movie of label images without images.</summary>
    /// <param name="path">The file; its name less an ending such as <c>_labels</c> is that of the movie.</param>
    /// <param name="selection">Which channel and slice hold the labels; a file with several is refused without a choice.</param>
    /// <exception cref="CellSegException">The file is missing, of no known format, or has depth or several channels and no choice was made.</exception>
    public static CellMovie OpenLabels(string path, ImageSelection? selection = null) => OpenLabels(ByteSource.FromFile(path), selection);

    /// <inheritdoc cref="OpenLabels(string, ImageSelection?)"/>
    /// <param name="source">The file, on the disk or in an archive.</param>
    /// <param name="selection">Which channel and slice hold the labels; a file with several is refused without a choice.</param>
    internal static CellMovie OpenLabels(ByteSource source, ImageSelection? selection = null)
    {
        var stack = ImageStack.Open(source, selection ?? ImageSelection.Everything);
        string path = source.Name;
        return new CellMovie(LabelNames.Known.GetKey(path), path, stack.FrameCount, _ => throw NoImage(path), stack.ReadLabels) { PixelSize = stack.PixelSize };
    }

    /// <summary>The same movie with the chosen channels, see <see cref="CellImage.Select"/>.</summary>
    /// <param name="channels">The channels in the order in which they are wanted; all when empty.</param>
    public CellMovie Select(IReadOnlyList<ChannelSelector> channels)
        => Derive(
            frame => ReadImage(frame).Select(channels, Path), _readLabels,
            openFrame: OpenFrame is null ? null : frame => OpenRows(frame).Select(channels, Path));

    /// <summary>The same movie, each frame of which is what something makes of it; what is known of the movie stays.</summary>
    /// <param name="readImage">Gives the image of a frame, from 0, of the size that the movie has.</param>
    /// <param name="readLabels">Gives the labels of a frame; null for none.</param>
    /// <param name="annotationCount">Cells over all frames, where they are others than those of this movie.</param>
    /// <param name="tracks">Their tracks, where they are others than those of this movie.</param>
    /// <param name="openFrame">Opens a frame that is read a band of rows at a time; null where frames come whole.</param>
    internal CellMovie Derive(
        Func<int, CellImage> readImage, Func<int, LabelImage>? readLabels, int? annotationCount = null, IReadOnlyList<CellTrack>? tracks = null,
        Func<int, IImageRows>? openFrame = null)
        => new(Name, Path, FrameCount, readImage, readLabels, readLabels is null ? 0 : annotationCount ?? AnnotationCount)
        {
            PixelSize = PixelSize,
            HasDarkCells = HasDarkCells,
            Kind = Kind,
            FrameSize = FrameSize,
            Tracks = readLabels is null ? [] : tracks ?? Tracks,
            OpenFrame = openFrame,
        };

    /// <summary>The same movie, of which more is known.</summary>
    /// <param name="annotationCount">Cells over all frames.</param>
    /// <param name="size">Height and width of every frame.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    /// <param name="hasDarkCells">Whether cells are dark on bright ground.</param>
    internal CellMovie WithFacts(int annotationCount, FrameSize size, double? pixelSize, bool hasDarkCells)
        => new(Name, Path, FrameCount, _readImage, _readLabels, annotationCount)
        {
            PixelSize = pixelSize,
            HasDarkCells = hasDarkCells,
            Kind = Kind,
            FrameSize = size,
            Tracks = Tracks,
            OpenFrame = OpenFrame,
            OpenAllChannels = OpenAllChannels,
            Part = Part,
            SourceFrame = SourceFrame,
        };

    /// <summary>Some frames in a row as a movie of their own, with the name of this one.</summary>
    /// <param name="first">The first frame, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="annotationCount">Cells over these frames.</param>
    /// <exception cref="CellSegException">There are no such frames.</exception>
    internal CellMovie GetFrames(int first, int count, int annotationCount)
    {
        CheckFrame(first);
        CheckFrame(first + count - 1);
        return new(
            Name, Path, count, frame => ReadImage(first + frame), HasLabels ? frame => ReadLabels(first + frame) : null, annotationCount)
        {
            PixelSize = PixelSize,
            HasDarkCells = HasDarkCells,
            Kind = Kind,
            FrameSize = FrameSize,
            Tracks = CellTrack.Cut(Tracks, first, count),
            OpenFrame = frame => OpenRows(first + frame),
        };
    }

    /// <summary>The movie with all channels of its file, of which only some were chosen; the movie itself where none were.</summary>
    /// <exception cref="CellSegException">The file can no longer be read.</exception>
    public CellMovie WithAllChannels() => OpenAllChannels?.Invoke() ?? this;

    /// <summary>A rectangle of some of this movie's frames as a movie of its own.</summary>
    /// <param name="tile">The rectangle.</param>
    /// <param name="first">The first frame.</param>
    /// <param name="count">How many frames.</param>
    /// <param name="annotationCount">Cells over these frames that have a pixel in the rectangle, where somebody has counted them.</param>
    internal CellMovie Cut(MovieTile tile, int first, int count, int annotationCount = 0) => new(
        FormattableString.Invariant($"{Name} ({tile.Top}, {tile.Left}, {first + 1})"), Path, count,
        frame => tile.Cut(ReadImage(first + frame), Path),
        HasLabels ? frame => tile.Cut(ReadLabels(first + frame), Path) : null, annotationCount)
    {
        PixelSize = PixelSize,
        HasDarkCells = HasDarkCells,
        Kind = Kind,
        FrameSize = new FrameSize(tile.Height, tile.Width),
        Part = new MoviePart(this, tile, first),
    };

    /// <summary>One frame as a movie of its own.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">There is no such frame.</exception>
    public CellMovie GetFrame(int frame)
    {
        CheckFrame(frame);
        return new CellMovie(Name, Path, 1, _ => ReadImage(frame), HasLabels ? _ => ReadLabels(frame) : null)
        {
            PixelSize = PixelSize,
            HasDarkCells = HasDarkCells,
            Kind = Kind,
            FrameSize = FrameSize,
            SourceFrame = frame,
            OpenFrame = _ => OpenRows(frame),
        };
    }

    /// <summary>What messages call a frame: the file, with the number of the frame where there are several.</summary>
    /// <param name="frame">The frame, from 0.</param>
    public string Describe(int frame) => FrameCount == 1 ? Path : FormattableString.Invariant($"{Path} (frame {frame}, from 0)");

    /// <summary>Reads the image of a frame, as it is in the file.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">There is no such frame, the movie has no images, or the file can no longer be read.</exception>
    public CellImage ReadImage(int frame = 0)
    {
        CheckFrame(frame);
        return _readImage(frame);
    }

    /// <summary>
    /// Opens the image of a frame to be read a band of rows at a time, so that it need not fit into memory. What is read is to the
    /// bit what <see cref="ReadImage"/> gives; a movie that is one or some frames or channels of a file reads bands as the file does.
    /// </summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <returns>
    /// The rows, for use by one thread at a time: a <see cref="CellImage"/>, which is all in memory, where a frame comes whole. That is
    /// of small images, of files that are no TIFF or lie in an archive, of TIFF compressed as a single strip, and of movies whose frames
    /// something makes.
    /// </returns>
    /// <exception cref="CellSegException">There is no such frame, the movie has no images, or the file can no longer be read.</exception>
    public IImageRows OpenRows(int frame = 0)
    {
        CheckFrame(frame);
        return OpenFrame is { } open ? open(frame) : ReadImage(frame);
    }

    /// <summary>Reads the labels of a frame.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="CellSegException">There is no such frame, the movie has no labels, or their file can no longer be read.</exception>
    public LabelImage ReadLabels(int frame = 0)
    {
        CheckFrame(frame);
        if (_readLabels is null)
            throw new CellSegException(Path, "this movie has no annotation", "Use movies with label images for training and measuring");
        return _readLabels(frame);
    }

    /// <summary>Height and width of its frames: what is known of them, else those of the first frame, which is read.</summary>
    /// <exception cref="CellSegException">The file can no longer be read.</exception>
    public FrameSize ReadFrameSize()
    {
        if (FrameSize is { } known)
            return known;
        var image = ReadImage();
        return new FrameSize(image.Height, image.Width);
    }

    private static CellSegException NoImage(string path) => new(path, "this is a label file, without an image", "Give the image");

    private void CheckFrame(int frame)
    {
        if (frame < 0 || frame >= FrameCount)
            throw new CellSegException(Path, $"it has {FrameCount} frames, none of number {frame} (from 0)", "Choose another frame");
    }
}
