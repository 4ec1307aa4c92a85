using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Restoration;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Repair;

/// <summary>Where the flat field comes from: files, or the movie itself.</summary>
internal sealed class FlatFieldSource
{
    private const int LeastFrames = 5;
    private const int SampledFrames = 15;
    private const double SmoothingShare = 1.0 / 8;

    private readonly bool _isEstimated;
    private readonly CellImage? _dark;
    private readonly string _darkPath;
    private readonly FlatField? _fromFiles;

    /// <param name="options">Valid options, whose files are read.</param>
    /// <exception cref="CellSegException">A file cannot be used.</exception>
    public FlatFieldSource(MovieRepairOptions options)
    {
        (_isEstimated, _darkPath) = (options.EstimateFlatField, options.DarkFieldPath ?? "");
        _dark = options.DarkFieldPath is { } darkPath ? ReadMean(darkPath) : null;
        if (!_isEstimated && (_dark is not null || options.FlatFieldPath is not null))
        {
            _fromFiles = new FlatField(
                options.FlatFieldPath is { } flatPath ? ReadMean(flatPath) : null, options.FlatFieldPath ?? "", _dark, _darkPath);
        }
    }

    /// <summary>The flat field of a movie; null where light is left as it is.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="readFrame">Reads its frames, without hot pixels.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">A frame cannot be read, or there are too few to estimate by.</exception>
    public FlatField? Get(CellMovie movie, Func<int, CellImage> readFrame, CancellationToken cancellationToken)
        => _isEstimated ? new FlatField(Estimate(movie, readFrame, cancellationToken), movie.Path, _dark, _darkPath) : _fromFiles;

    private static CellImage ReadMean(string path)
    {
        var file = CellMovie.Open(path);
        var mean = file.ReadImage();
        for (int frame = 1; frame < file.FrameCount; frame++)
        {
            var image = file.ReadImage(frame);
            if ((image.Channels, image.Height, image.Width) != (mean.Channels, mean.Height, mean.Width))
                throw new CellSegException(file.Describe(frame), "it has another size than the first frame", "Give frames of one size");
            for (int i = 0; i < image.Pixels.Length; i++)
                mean.Pixels[i] += (image.Pixels[i] - mean.Pixels[i]) / (frame + 1);
        }
        return mean;
    }

    /// <summary>The median of some frames, in which cells that move are missing, without what is smaller than light can be uneven.</summary>
    private static CellImage Estimate(CellMovie movie, Func<int, CellImage> readFrame, CancellationToken cancellationToken)
    {
        if (movie.FrameCount < LeastFrames)
        {
            throw new CellSegException(
                movie.Path, $"in {movie.FrameCount} frames, cells and uneven light cannot be told apart",
                $"Estimate the flat field of movies of at least {LeastFrames} frames, or give one as a file");
        }
        int count = Math.Min(SampledFrames, movie.FrameCount);
        var frames = new List<CellImage>();
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frames.Add(readFrame(i * (movie.FrameCount - 1) / (count - 1)));
        }
        var first = frames[0];
        var light = new CellImage(first.Channels, first.Height, first.Width, new float[first.Pixels.Length]);
        Span<float> values = stackalloc float[count];
        for (int i = 0; i < light.Pixels.Length; i++)
        {
            for (int k = 0; k < count; k++)
                values[k] = frames[k].Pixels[i];
            values.Sort();
            light.Pixels[i] = (float)Percentile.Find<float>(values, 50);
        }
        double sigma = SmoothingShare * Math.Min(light.Height, light.Width);
        for (int c = 0; c < light.Channels; c++)
            GaussianFilter.Apply(FiniteValues.Of(light.Plane(c)), light.Height, light.Width, sigma, light.Plane(c));
        return light;
    }
}
