using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets;

/// <summary>Opens what belongs to a movie by its name as a movie of as many frames, whether it is one file, a part of one, or many.</summary>
public static class PartnerMovie
{
    /// <summary>Opens the partner of a movie.</summary>
    /// <param name="partner">What was found by its name.</param>
    /// <param name="movie">The movie, or single image, that it belongs to.</param>
    /// <param name="open">
    /// Opens a file: <see cref="CellMovie.OpenLabels(string, Imaging.Selection.ImageSelection?)"/> for labels,
    /// <see cref="CellMovie.Open(string, Imaging.Selection.ImageSelection?)"/> for images.
    /// </param>
    /// <returns>
    /// A movie whose frames are those of <paramref name="movie"/>; one that has no file (<see cref="FilePartner.FindMissing"/>) cannot be read.
    /// </returns>
    /// <exception cref="CellSegException">A file cannot be opened, or has not the frames that it should by the names.</exception>
    public static CellMovie Open(FilePartner partner, CellMovie movie, Func<string, CellMovie> open)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(open);
        var first = open(partner.Path);
        if (first.FrameCount == movie.FrameCount && (partner.IsOnly || partner is { Frame: null, FrameFiles: null }))
            return first;
        if (partner.FrameFiles is { } files)
            return JoinFrames(first, files, movie, open);
        return partner.Frame is { } frame
            ? FindFrame(first, frame, movie)
            : throw new CellSegException(
                movie.Path, $"it has {movie.FrameCount} frames and {first.Path} {first.FrameCount}", "Give what belongs to the same movie");
    }

    private static CellMovie FindFrame(CellMovie whole, int frame, CellMovie movie)
    {
        CheckFrame(movie.Path, frame, whole);
        return movie.FrameCount == 1
            ? whole.GetFrame(frame)
            : throw new CellSegException(
                movie.Path, $"by its name it is one frame of the movie {whole.Path}, and it has {movie.FrameCount}", "Give what belongs to the same movie");
    }

    private static CellMovie JoinFrames(CellMovie first, IReadOnlyDictionary<int, string> files, CellMovie movie, Func<string, CellMovie> open)
    {
        var (last, file) = files.MaxBy(pair => pair.Key);
        CheckFrame(file, last, movie);
        return new CellMovie(
            first.Name, first.Path, movie.FrameCount,
            frame => OpenFrame(frame).ReadImage(),
            first.HasLabels ? frame => OpenFrame(frame).ReadLabels() : null)
        {
            PixelSize = first.PixelSize,
        };

        CellMovie OpenFrame(int frame)
        {
            if (!files.TryGetValue(frame, out string? path))
                throw new CellSegException(movie.Path, $"there is no file for its frame {frame} (from 0)", "Add it, or leave the frame out");
            var found = open(path);
            return found.FrameCount == 1
                ? found
                : throw new CellSegException(
                    path, $"by its name it is one frame of the movie {movie.Path}, and it has {found.FrameCount}", "Give what belongs to the same movie");
        }
    }

    /// <summary>Checks that there is the frame that a file is by its name. A movie of one frame has none of a name of its own.</summary>
    private static void CheckFrame(string path, int frame, CellMovie movie)
    {
        if (movie.FrameCount == 1 || frame >= movie.FrameCount)
        {
            throw new CellSegException(
                path,
                $"by its name it is frame {frame + 1} of a movie, counted from 1, and {movie.Path} has {movie.FrameCount}",
                "Give what belongs to the same movie");
        }
    }
}
