using CellSeg.Imaging.Arrays;

namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>Which axis of an array of images is what. DeepCell has the channels last: movies, frames, rows, columns, channels.</summary>
/// <param name="Movies">Images or movies, at least 1.</param>
/// <param name="Frames">Frames of each, those of padding included; 1 for images.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Numbers a pixel.</param>
/// <param name="PictureShape">The lengths of all axes but the channels', as they are in the array.</param>
internal sealed record ArrayAxes(int Movies, int Frames, int Height, int Width, int Channels, IReadOnlyList<long> PictureShape)
{
    // Fewer channels than this are no sign of axes in another order, however small the images are.
    private const int FewChannels = 4;

    /// <summary>Pixels of a frame.</summary>
    public int Pixels => Height * Width;

    /// <summary>Whether the array has an axis of time.</summary>
    public bool IsTimed => PictureShape.Count == 4;

    /// <summary>Tells the axes of an array apart by how many there are.</summary>
    /// <param name="images">The array.</param>
    /// <param name="isOneMovie">Whether four axes are the frames of one movie with channels, and not images.</param>
    /// <exception cref="CellSegException">There are too few or too many, one has no length, or their order seems to be another.</exception>
    public static ArrayAxes Find(NpyArray images, bool isOneMovie)
    {
        long[] shape = [.. images.Header.Shape];
        if (shape.Contains(0))
            throw Misfit(images, "is empty", "Save images with pixels");
        long[] axes = shape switch
        {
            { Length: 5 } => shape,
            { Length: 4 } when isOneMovie => [1, .. shape],
            { Length: 4 } => [shape[0], 1, shape[1], shape[2], shape[3]],
            { Length: 3 } when !isOneMovie && shape[2] > FewChannels => [shape[0], 1, shape[1], shape[2], 1],
            { Length: 3 } when !isOneMovie => throw Misfit(
                images, "could be images of few columns or one image with channels", "Save it with four axes: X[numpy.newaxis]"),
            _ => throw Misfit(images, "has another number of axes", isOneMovie
                ? "Save movies as (movies, frames, rows, columns, channels), or one without the first axis"
                : "Save images as (images, rows, columns, channels), movies as (movies, frames, rows, columns, channels)"),
        };
        if (axes[4] > FewChannels && axes[4] >= Math.Min(axes[2], axes[3]))
        {
            throw Misfit(
                images, FormattableString.Invariant($"has its channels last, as was assumed, and these would be {axes[4]} of {axes[2]} x {axes[3]} pixels"),
                "Save it with the axes in the order images, (frames,) rows, columns, channels, by numpy.moveaxis or X[..., numpy.newaxis]");
        }
        if (axes[2] * (double)axes[3] * axes[4] * images.Header.Type.Size > Array.MaxLength || axes[0] * (double)axes[1] > int.MaxValue)
            throw Misfit(images, "has frames of more than 2 GB, or more of them than can be counted", "Cut it into parts");
        return new ArrayAxes((int)axes[0], (int)axes[1], (int)axes[2], (int)axes[3], (int)axes[4], shape.Length == 3 ? shape : shape[..^1]);
    }

    /// <summary>How many label images lie in one another in an array of labels of these images.</summary>
    /// <param name="labels">Its axes are those of the images, with one for channels or without.</param>
    /// <param name="images">The images, for messages.</param>
    /// <exception cref="CellSegException">It is of another shape.</exception>
    public int FindLabelChannels(NpyArray labels, NpyArray images)
    {
        var shape = labels.Header.Shape;
        bool hasChannels = shape.Count == PictureShape.Count + 1;
        long channels = hasChannels ? shape[^1] : 1;
        return (hasChannels || shape.Count == PictureShape.Count) && PictureShape.SequenceEqual(shape.Take(PictureShape.Count))
            && channels > 0 && Pixels * (double)channels * labels.Header.Type.Size <= Array.MaxLength
            ? (int)channels
            : throw new CellSegException(
                labels.Name,
                $"the labels have the shape {labels.Header.ShapeText}, the images {images.Header.ShapeText}",
                "Save as many label images as images, of the same size, with the channels last");
    }

    private static CellSegException Misfit(NpyArray array, string what, string remedy) => new(array.Name, $"the array {array.Header.ShapeText} {what}", remedy);
}
