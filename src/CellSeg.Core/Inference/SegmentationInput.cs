using CellSeg.Datasets;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;

namespace CellSeg.Inference;

/// <summary>A frame to segment; its pixels are read when its turn comes.</summary>
/// <param name="Movie">The movie; a model of one channel takes the luminance or mean where its frames have several.</param>
/// <param name="Frame">The frame, from 0.</param>
public sealed record SegmentationInput(CellMovie Movie, int Frame = 0)
{
    /// <summary>The name of the movie, with the number of the frame where there are several; output files are called after it.</summary>
    public string Name => FrameName.Of(Movie.Name, Frame, Movie.FrameCount);

    /// <summary>The file or movie, for messages.</summary>
    public string Path => Movie.Path;

    /// <summary>The file's name below the folder that was given, with '/' between folders; null where no folder was.</summary>
    public string? RelativePath { get; init; }

    /// <summary>The folder below the destination that output files go to; the destination itself when empty.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Micrometres a pixel; null where it is not known.</summary>
    public double? PixelSize { get; init; } = Movie.PixelSize;

    /// <summary>The frames of an image file: one, or those of a movie.</summary>
    /// <param name="path">The file.</param>
    /// <param name="selection">What of the file is meant; everything when null.</param>
    /// <exception cref="CellSegException">The file is missing, of no known format, or has depth.</exception>
    public static IReadOnlyList<SegmentationInput> FromFile(string path, ImageSelection? selection = null)
        => FromMovie(CellMovie.Open(path, selection));

    /// <summary>The frames of a data set, in order.</summary>
    public static IEnumerable<SegmentationInput> FromDataset(CellDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Movies.SelectMany(FromMovie).Select(input => input with { PixelSize = dataset.PixelSize ?? input.PixelSize });
    }

    private static IReadOnlyList<SegmentationInput> FromMovie(CellMovie movie)
        => [.. Enumerable.Range(0, movie.FrameCount).Select(frame => new SegmentationInput(movie, frame))];
}
