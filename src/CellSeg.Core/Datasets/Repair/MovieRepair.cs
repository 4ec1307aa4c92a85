using CellSeg.Imaging;
using CellSeg.Imaging.Registration;
using CellSeg.Imaging.Restoration;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Repair;

/// <summary>
/// Repairs movies: hot pixels, uneven light, background and drift. Frames are repaired when they are read; only drift and an
/// estimated flat field have to be found before, for which all frames, or some of them, are read.
/// </summary>
public sealed class MovieRepair
{
    private readonly MovieRepairOptions _options;
    private readonly FlatFieldSource _fields;
    private bool _hasWarnedOfBall;

    /// <summary>Prepares to repair.</summary>
    /// <param name="options">What to repair.</param>
    /// <exception cref="CellSegException">An option cannot be used, or the file of a flat or dark field cannot.</exception>
    public MovieRepair(MovieRepairOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_options, _fields) = (options, new FlatFieldSource(options));
    }

    /// <summary>Repairs a movie.</summary>
    /// <param name="movie">The movie, which stays as it is.</param>
    /// <param name="progress">Told after each frame whose drift was found.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">A frame that is looked at now cannot be read, or does not fit the others or the options.</exception>
    public MovieRepairResult Apply(CellMovie movie, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        var frames = new FrameRepair(movie, _options, _fields, cancellationToken);
        var warnings = new List<string>();
        if (!_hasWarnedOfBall && DescribeBall(movie, frames.First) is { } ball)
        {
            _hasWarnedOfBall = true;
            warnings.Add(ball);
        }
        if (!_options.CorrectDrift)
            return new MovieRepairResult(movie.Derive(frame => Finish(frame, default), movie.HasLabels ? movie.ReadLabels : null), [], warnings);

        var drift = MovieDrift.Find(movie, frames.Read, _options, progress, cancellationToken);
        if (drift.Describe(movie) is { } lost)
            warnings.Add(lost);
        var moved = movie.Derive(
            frame => Finish(frame, drift.Shifts[frame].Shift),
            movie.HasLabels ? frame => ImageShifter.Shift(movie.ReadLabels(frame), drift.Shifts[frame].Shift) : null,
            drift.AnnotationCount, drift.Tracks);
        return new MovieRepairResult(moved, drift.Shifts, warnings);

        CellImage Finish(int frame, ImageShift shift)
        {
            var image = frames.Read(frame);
            if (shift != default)
                image = ImageShifter.Shift(image, shift);
            frames.Clip(image);
            return image;
        }
    }

    /// <summary>Repairs the movies of a data set.</summary>
    /// <param name="dataset">The data set, which stays as it is.</param>
    /// <param name="progress">Told after each movie.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    public DatasetRepairResult Apply(CellDataset dataset, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var results = new List<MovieRepairResult>();
        var problems = new List<CellSegException>();
        foreach (var movie in dataset.Movies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                results.Add(Apply(movie, progress: null, cancellationToken));
            }
            catch (CellSegException e)
            {
                problems.Add(e);
            }
            progress?.Report(new WorkProgress(results.Count + problems.Count, dataset.MovieCount, movie.Name));
        }
        return new DatasetRepairResult(dataset.WithMovies("repaired", [.. results.Select(result => result.Movie)]), results, problems);
    }

    /// <summary>A warning where the intensities span so little that a ball fits into everything; null otherwise.</summary>
    private string? DescribeBall(CellMovie movie, CellImage first)
    {
        if (_options.Background is not { Method: BackgroundMethod.RollingBall, BallHeight: null } background)
            return null;
        double radius = background.Radius ?? BackgroundOptions.DefaultRadius, drop = radius * (1 - Math.Sqrt(0.75));
        var sorted = Percentile.SortFinite(first.Pixels);
        if (sorted.IsEmpty || sorted[^1] - sorted[0] >= drop)
            return null;
        return FormattableString.Invariant(
            $"{movie.Path}: its intensities span {sorted[^1] - sorted[0]:G3}, less than a ball of radius {radius} drops over half of it ({drop:G3}), ")
            + "so that it may roll into the cells: give a BallHeight, such as a part of that span, too.";
    }
}
