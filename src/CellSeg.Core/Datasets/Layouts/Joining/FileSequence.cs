namespace CellSeg.Datasets.Layouts.Joining;

/// <summary>Files of single frames as one movie.</summary>
internal static class FileSequence
{
    /// <summary>Makes the movie. Each file is opened when its frame is read.</summary>
    /// <typeparam name="T">What names a file.</typeparam>
    /// <param name="name">The name of the movie.</param>
    /// <param name="path">What it comes from, such as the folder of the files.</param>
    /// <param name="files">The files in the order of time, at least one.</param>
    /// <param name="open">Opens one, as an image or as labels.</param>
    /// <returns>A movie of images or of labels, as <paramref name="open"/> has it.</returns>
    /// <exception cref="CellSegException">The first file cannot be opened, or holds several frames.</exception>
    public static CellMovie Open<T>(string name, string path, IReadOnlyList<T> files, Func<T, CellMovie> open)
    {
        var first = OpenFrame(0);
        return new CellMovie(
            name, path, files.Count, frame => OpenFrame(frame).ReadImage(), first.HasLabels ? frame => OpenFrame(frame).ReadLabels() : null)
        {
            PixelSize = first.PixelSize,
        };

        CellMovie OpenFrame(int frame)
        {
            var movie = open(files[frame]);
            return movie.FrameCount == 1
                ? movie
                : throw new CellSegException(
                    movie.Path, $"it has {movie.FrameCount} frames, and each file of {path} is to be one frame of a movie",
                    "Save each frame as a file of its own");
        }
    }
}
