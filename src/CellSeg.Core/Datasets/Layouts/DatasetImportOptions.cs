using CellSeg.Imaging.Selection;

namespace CellSeg.Datasets.Layouts;

/// <summary>How a data set is read. A layout that has no use for a value that is given refuses it.</summary>
public sealed record DatasetImportOptions
{
    /// <summary>A text file with the names of the movies to read, one a line; null reads all.</summary>
    public string? IncludeListPath { get; init; }

    /// <summary>Where the images are, where the path names their annotation alone; null for beside it.</summary>
    public string? ImagePath { get; init; }

    /// <summary>Where the label images are, where the path names the images alone; null finds them by their names.</summary>
    public string? LabelPath { get; init; }

    /// <summary>Further endings of the names of label files, before the extension, such as <c>_Nuclei</c>.</summary>
    public IReadOnlyList<string> Suffix { get; init; } = [];

    /// <summary>Whether the image files of a folder, in the order of their names, are the frames of one movie. Default: each is a movie.</summary>
    public bool FilesAreFrames { get; init; }

    /// <summary>The channels to read, in this order; all when empty.</summary>
    public IReadOnlyList<ChannelSelector> Channel { get; init; } = [];

    /// <summary>The channel of the label images that holds the labels; null where they have but one.</summary>
    public ChannelSelector? LabelChannel { get; init; }

    /// <summary>What is taken of images and labels in depth; null refuses them.</summary>
    public SliceSelector? Slice { get; init; }

    /// <summary>The first frame to read of each movie, from 0. Default 0.</summary>
    public int FirstFrame { get; init; }

    /// <summary>The last frame to read of each movie, from 0; movies that end before it are read to their end. Default: all.</summary>
    public int? LastFrame { get; init; }

    /// <summary>Whether cells are dark on bright ground, see <see cref="CellMovie.HasDarkCells"/>. Default: they are bright.</summary>
    public bool Invert { get; init; }

    /// <summary>Micrometres a pixel, above 0, in place of what the files say; null takes theirs.</summary>
    public double? PixelSize { get; init; }

    /// <summary>
    /// Micrometres a pixel, above 0, that images and labels are scaled to; null leaves them as they are. Images are interpolated
    /// and lose detail where they shrink; each pixel of the labels is the nearest one.
    /// </summary>
    public double? ScaleToPixelSize { get; init; }

    /// <summary>What to call the data set; null takes the name of its file or folder.</summary>
    public string? Name { get; init; }

    /// <summary>The channels and the slice of images.</summary>
    internal ImageSelection Images => new() { Channels = Channel, Slice = Slice };

    /// <summary>The channel and the slice of label images.</summary>
    internal ImageSelection Labels => new() { Channels = LabelChannel is { } channel ? [channel] : [], Slice = Slice };

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(FirstFrame, 0);
        Require.AtLeast(LastFrame, FirstFrame);
        Require.Above(PixelSize, 0.0);
        Require.Above(ScaleToPixelSize, 0.0);
    }
}
