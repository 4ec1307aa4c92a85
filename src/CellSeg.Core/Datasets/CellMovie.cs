using CellSeg.Imaging;

namespace CellSeg.Datasets;

/// <summary>
/// One or more frames of one field of view, with label images when annotated. A single image is a movie of one frame.
/// Pixels are read when they are asked for.
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
    public CellMovie(string name, string path, int frameCount, Func<int, CellImage> readImage, Func<int, LabelImage>? readLabels = null, int annotationCount = 0)
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

    /// <summary>Whether the truth is known.</summary>
    public bool HasLabels => _readLabels is not null;

    /// <summary>Cells over all frames of the truth; 0 when there is none.</summary>
    public int AnnotationCount { get; }

    /// <summary>What this movie was cut from; null when it is whole.</summary>
    internal MoviePart? Part { get; private init; }

    /// <summary>A rectangle of some of this movie's frames as a movie of its own.</summary>
    /// <param name="tile">The rectangle.</param>
    /// <param name="first">The first frame.</param>
    /// <param name="count">How many frames.</param>
    internal CellMovie Cut(MovieTile tile, int first, int count) => new(
        FormattableString.Invariant($"{Name} ({tile.Top}, {tile.Left}, {first + 1})"), Path, count,
        frame => tile.Cut(ReadImage(first + frame), Path),
        frame => tile.Cut(ReadLabels(first + frame), Path))
    {
        Part = new MoviePart(this, tile, first),
    };

    /// <summary>Reads the image of a frame.</summary>
    /// <param name="frame">From 0.</param>
    /// <exception cref="CellSegException">The file can no longer be read.</exception>
    public CellImage ReadImage(int frame = 0)
    {
        CheckFrame(frame);
        return _readImage(frame);
    }

    /// <summary>Reads the true labels of a frame.</summary>
    /// <param name="frame">From 0.</param>
    /// <exception cref="CellSegException">The movie has no truth, or its file can no longer be read.</exception>
    public LabelImage ReadLabels(int frame = 0)
    {
        CheckFrame(frame);
        if (_readLabels is null)
            throw new CellSegException(Path, "this movie has no annotation", "Use movies with label images for training and measuring");
        return _readLabels(frame);
    }

    private void CheckFrame(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, FrameCount);
    }
}
