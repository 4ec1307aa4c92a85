using CellSeg.Imaging.Morphology;

namespace CellSeg.Imaging.Registration;

/// <summary>
/// Follows the drift of a movie, frame by frame. Each frame is compared with the mean of the last three that could be trusted, in
/// the places to which these were moved; it is moved and compared again, until nothing is left to move. So the same part of the
/// field is compared however far the stage has gone, and the borders have no say. From one frame to the next it is followed over a quarter of
/// each side.
/// </summary>
/// <remarks>
/// A frame is not compared with the first one alone, because after some hours cells are elsewhere, nor with the last one alone, because the
/// errors of all frames would then add up.
/// </remarks>
public sealed class DriftEstimator
{
    private const int ReferenceCount = 3;
    private const int LargestRepeats = 6;

    // Between two frames the stage does not go farther than this share of a side.
    private const double LargestShare = 4;

    private readonly int _height, _width;
    private readonly Queue<float[]> _references = new();
    private PhaseCorrelation? _correlation;
    private ImageShift _last;

    /// <summary>Begins with the first frame to come.</summary>
    /// <param name="height">Rows of all frames, at least 1.</param>
    /// <param name="width">Columns of all frames, at least 1.</param>
    public DriftEstimator(int height, int width)
    {
        _ = ImageShape.CountPixels(height, width);
        (_height, _width) = (height, width);
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="values">Its row-major values, all of them finite.</param>
    /// <returns>How it is to be moved.</returns>
    /// <exception cref="ArgumentException">The span has another length than the frames.</exception>
    public FrameShift Add(ReadOnlySpan<float> values)
    {
        ImageShape.Require(_height * _width, values.Length);
        if (_references.Count == 0)
            return Begin(values);
        _correlation ??= new PhaseCorrelation(MeanOfReferences(), _height, _width);
        var (shift, match) = Follow(_correlation, values);
        if (!match.IsTrusted)
            return new FrameShift(_last, match.Correlation, IsTrusted: false);
        var moved = new float[values.Length];
        ImageShifter.Shift(values, _height, _width, shift, moved);
        Keep(moved);
        _last = shift;
        return new FrameShift(shift, match.Correlation, IsTrusted: true);
    }

    /// <summary>Moves a frame until it lies on the reference, or cannot be trusted to do so.</summary>
    private (ImageShift Shift, ImageMatch Match) Follow(PhaseCorrelation reference, ReadOnlySpan<float> values)
    {
        var shift = _last;
        var moved = new float[values.Length];
        ImageMatch match = default;
        for (int i = 0; i < LargestRepeats; i++)
        {
            ImageShifter.Shift(values, _height, _width, shift, moved);
            match = reference.Find(moved);
            shift += match.Shift;
            if (match.Shift == default)
                break;
            // An image that has gone too far is all border, and like any other of that kind.
            if (Math.Abs(shift.Down - _last.Down) > _height / LargestShare || Math.Abs(shift.Right - _last.Right) > _width / LargestShare)
                return default;
        }
        return (shift, match);
    }

    /// <summary>The first frame that is not blank is where all others are moved to.</summary>
    private FrameShift Begin(ReadOnlySpan<float> values)
    {
        if (values.IndexOfAnyExcept(values[0]) < 0)
            return new FrameShift(default, 0, IsTrusted: false);
        Keep(values.ToArray());
        return new FrameShift(default, 1, IsTrusted: true);
    }

    private void Keep(float[] frame)
    {
        _references.Enqueue(frame);
        if (_references.Count > ReferenceCount)
            _references.Dequeue();
        _correlation = null;
    }

    private float[] MeanOfReferences()
    {
        var mean = new float[_height * _width];
        foreach (float[] frame in _references)
        {
            for (int i = 0; i < mean.Length; i++)
                mean[i] += frame[i] / _references.Count;
        }
        return mean;
    }
}
