using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Tells where the tracks of a movie and the labels of its frames contradict each other.</summary>
internal static class TrackCheck
{
    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
        => frames.Where(frame => frame.Movie.Tracks.Count > 0).GroupBy(frame => (frame.Part, frame.Movie))
            // What cannot be read may hold the missing ones.
            .Where(movie => movie.All(frame => frame.Cells is not null))
            .SelectMany(movie => FindInMovie(movie.First(), [.. movie.Select(frame => frame.Cells!.Areas.Select(cell => cell.Label).ToHashSet())]));

    private static IEnumerable<DatasetFinding> FindInMovie(FrameRecord first, IReadOnlyList<HashSet<int>> labels)
    {
        var tracks = first.Movie.Tracks;
        var tracksOf = tracks.ToLookup(track => track.Label);
        int[] missing =
        [
            .. tracks.Where(track => !Has(track.FirstFrame, track.Label) || !Has(track.LastFrame, track.Label)).Select(track => track.Label)
                .Concat(tracks.Where(track => track.Parent is { } parent && !tracksOf.Contains(parent)).Select(track => track.Parent!.Value))
                .Distinct().Order(),
        ];
        if (missing.Length > 0)
        {
            yield return first.ReportMovie(
                FindingSeverity.Warning, FindingKind.TrackWithoutCell,
                $"{Phrase.Count(missing.Length, "label")} of its tracks not in the frames, or among the tracks, where {(missing.Length == 1 ? "it" : "they")} "
                + $"should be: {Phrase.List(missing)}",
                "Compare the file of tracks with the label images", missing.Length);
        }
        int[] untracked =
        [
            .. labels.SelectMany((cells, frame) => cells.Where(label => !tracksOf[label].Any(track => IsIn(track, frame)))).Distinct().Order(),
        ];
        if (untracked.Length > 0)
        {
            yield return first.ReportMovie(
                FindingSeverity.Warning, FindingKind.CellWithoutTrack,
                $"{Phrase.Count(untracked.Length, "label")} without a track in a frame that {(untracked.Length == 1 ? "it is" : "they are")} in: "
                + Phrase.List(untracked),
                "Compare the file of tracks with the label images", untracked.Length);
        }

        bool Has(int frame, int label) => frame >= 0 && frame < labels.Count && labels[frame].Contains(label);
    }

    private static bool IsIn(CellTrack track, int frame) => frame >= track.FirstFrame && frame <= track.LastFrame;
}
