namespace CellSeg.Datasets;

/// <summary>
/// One cell of a movie through time: its label is the same in all of its frames, and a division ends it and begins its
/// daughters (the lineage of the Cell Tracking Challenge and of DeepCell).
/// </summary>
/// <param name="Label">The id that the cell has in the label images, above 0.</param>
/// <param name="FirstFrame">The first frame that the cell is in, from 0.</param>
/// <param name="LastFrame">The last frame that the cell is in, from 0; it may be missing from some in between.</param>
/// <param name="Parent">The label of the cell that it came from by division; null for one that was there, or came in, by itself.</param>
public sealed record CellTrack(int Label, int FirstFrame, int LastFrame, int? Parent = null)
{
    /// <summary>The tracks of a range of frames, which are then counted from its first; a parent that ended before it is forgotten.</summary>
    /// <param name="tracks">The tracks of the movie.</param>
    /// <param name="first">The first frame of the range, from 0.</param>
    /// <param name="count">Frames of the range.</param>
    public static IReadOnlyList<CellTrack> Cut(IReadOnlyList<CellTrack> tracks, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var kept = tracks.Where(track => track.LastFrame >= first && track.FirstFrame < first + count).ToList();
        var labels = kept.Select(track => track.Label).ToHashSet();
        return [.. kept.Select(track => track with
        {
            FirstFrame = Math.Max(track.FirstFrame - first, 0),
            LastFrame = Math.Min(track.LastFrame - first, count - 1),
            Parent = track.Parent is { } parent && labels.Contains(parent) ? parent : null,
        })];
    }
}
