using CellSeg.Imaging;
using CellSeg.Imaging.Registration;
using CellSeg.Imaging.Restoration;

namespace CellSeg.Datasets.Repair;

/// <summary>The drift of a movie, and what its annotation is without it.</summary>
internal sealed class MovieDrift
{
    private MovieDrift(IReadOnlyList<FrameShift> shifts, int annotationCount, IReadOnlyList<CellTrack> tracks)
        => (Shifts, AnnotationCount, Tracks) = (shifts, annotationCount, tracks);

    /// <summary>How each frame is moved.</summary>
    public IReadOnlyList<FrameShift> Shifts { get; }

    /// <summary>Cells over all frames that have not left the field.</summary>
    public int AnnotationCount { get; }

    /// <summary>The tracks, as far as their cells have not left the field.</summary>
    public IReadOnlyList<CellTrack> Tracks { get; }

    /// <summary>Follows the drift of a movie and moves its labels.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="readFrame">Reads its frames, all of one size.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="progress">Told after each frame.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">A frame cannot be read, or has no such channel.</exception>
    public static MovieDrift Find(
        CellMovie movie, Func<int, CellImage> readFrame, MovieRepairOptions options, IProgress<WorkProgress>? progress,
        CancellationToken cancellationToken)
    {
        var shifts = new List<FrameShift>();
        var cells = new List<IReadOnlySet<int>>();
        DriftEstimator? estimator = null;
        for (int frame = 0; frame < movie.FrameCount; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var image = readFrame(frame);
            var plane = options.DriftChannel is { } channel ? image.Select([channel], movie.Describe(frame)) : image.ToGrey();
            estimator ??= new DriftEstimator(image.Height, image.Width);
            shifts.Add(estimator.Add(FiniteValues.Of(plane.Pixels)));
            if (movie.HasLabels)
                cells.Add(ImageShifter.Shift(movie.ReadLabels(frame), shifts[frame].Shift).GetAreas().Keys.ToHashSet());
            progress?.Report(new WorkProgress(frame + 1, movie.FrameCount, movie.Name));
        }
        return new MovieDrift(shifts, cells.Sum(frame => frame.Count), Trim(movie.Tracks, cells).ToArray());
    }

    /// <summary>A warning of frames whose place could not be told; null when there are none.</summary>
    public string? Describe(CellMovie movie)
    {
        int[] frames = [.. Enumerable.Range(0, Shifts.Count).Where(frame => !Shifts[frame].IsTrusted)];
        if (frames.Length == 0)
            return null;
        const int Listed = 10;
        string list = string.Join(", ", frames.Take(Listed)) + (frames.Length > Listed ? ", …" : "");
        return $"{movie.Path}: {frames.Length} of {Shifts.Count} frames ({list}, from 0) are blank or too little like those before them "
            + "to tell where they lie; they are moved as far as the one before.";
    }

    /// <summary>A track begins and ends with frames in which its cell can be seen.</summary>
    private static IEnumerable<CellTrack> Trim(IReadOnlyList<CellTrack> tracks, List<IReadOnlySet<int>> cells)
    {
        var seen = tracks.Select(track => (Track: track, Frames: Enumerable.Range(0, cells.Count)
            .Where(frame => frame >= track.FirstFrame && frame <= track.LastFrame && cells[frame].Contains(track.Label)).ToList()))
            .Where(pair => pair.Frames.Count > 0).ToList();
        var labels = seen.Select(pair => pair.Track.Label).ToHashSet();
        return seen.Select(pair => pair.Track with
        {
            FirstFrame = pair.Frames[0],
            LastFrame = pair.Frames[^1],
            Parent = pair.Track.Parent is { } parent && labels.Contains(parent) ? parent : null,
        });
    }
}
