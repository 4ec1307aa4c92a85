using CellSeg.Imaging.Registration;

namespace CellSeg.Datasets.Repair;

/// <summary>A movie that was repaired.</summary>
/// <param name="Movie">The movie, whose frames are repaired when they are read.</param>
/// <param name="Shifts">How far each frame is moved; empty where drift is left as it is.</param>
/// <param name="Warnings">What is odd, in whole sentences that name the movie.</param>
public sealed record MovieRepairResult(CellMovie Movie, IReadOnlyList<FrameShift> Shifts, IReadOnlyList<string> Warnings)
{
    /// <summary>The longest way, in pixels, that a frame is moved; 0 where none is.</summary>
    public double LongestShift => Shifts.Select(frame => frame.Shift.Length).DefaultIfEmpty().Max();

    /// <summary>The shifts as the lines of a table.</summary>
    public IEnumerable<MovieShift> DescribeShifts()
        => Shifts.Select((frame, i) => new MovieShift(Movie.Name, i, frame.Shift.Down, frame.Shift.Right, frame.Correlation, frame.IsTrusted));
}
