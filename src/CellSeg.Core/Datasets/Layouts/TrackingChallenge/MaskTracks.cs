using CellSeg.Datasets.Layouts.Exporting;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>The tracks of a movie as its masks have them, which the challenge checks against each other.</summary>
internal static class MaskTracks
{
    /// <summary>
    /// Finds them: each label is a cell from the first frame to the last one that has it, with the parent that the tracks of the
    /// movie tell.
    /// </summary>
    /// <param name="movie">A movie with labels.</param>
    /// <param name="notes">Told where there were no tracks, or others than the masks have.</param>
    /// <exception cref="CellSegException">Its labels cannot be read.</exception>
    public static IReadOnlyList<CellTrack> Find(CellMovie movie, ExportNotes notes)
    {
        var seen = new SortedDictionary<int, CellTrack>();
        for (int frame = 0; frame < movie.FrameCount; frame++)
        {
            foreach (int label in movie.ReadLabels(frame).GetAreas().Keys)
                seen[label] = seen.TryGetValue(label, out var track) ? track with { LastFrame = frame } : new CellTrack(label, frame, frame);
        }
        foreach (var (label, parent) in movie.Tracks.Where(track => track.Parent is not null).Select(track => (track.Label, track.Parent!.Value)))
        {
            if (seen.TryGetValue(label, out var track) && seen.TryGetValue(parent, out var first) && first.LastFrame < track.FirstFrame)
                seen[label] = track with { Parent = parent };
        }
        notes.Add(movie, "nobody has tracked the cells: those of the same label in several frames are written as the same cell", movie.Tracks.Count == 0);
        notes.Add(
            movie, "tracks that differ from the labels are left out, and what the labels show is written",
            movie.Tracks.Count > 0 && !movie.Tracks.OrderBy(track => track.Label).SequenceEqual(seen.Values));
        return [.. seen.Values];
    }
}
