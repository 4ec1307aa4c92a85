using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>
/// Tells of images that are there twice, as they are, turned or mirrored, also with another contrast: in one part, where they
/// count double, and in two parts of a split, where a model is judged by what it has learnt from. Constant images are all the
/// same and are not told. Crops, resized images and images that were compressed with a loss are not found.
/// </summary>
internal static class DuplicateCheck
{
    // Sums of the same values in another order differ in their last digits.
    private const double MeanTolerance = 1e-9;

    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
        => FindNames(frames).Concat(
            frames.Where(frame => frame.Fingerprint is not null).GroupBy(frame => frame.Fingerprint!.Image).SelectMany(FindCopies));

    private static IEnumerable<DatasetFinding> FindNames(IEnumerable<FrameRecord> frames)
        => from movies in frames.Where(frame => frame.Frame == 0).GroupBy(frame => frame.Movie.Name, StringComparer.Ordinal)
           from movie in movies.Skip(1)
           select movie.ReportMovie(
               FindingSeverity.Warning, FindingKind.SameName, $"another movie has the same name: {movies.First().Movie.Path}",
               "Give each movie a name of its own, or results of one replace those of the other") with
           {
               OtherPath = movies.First().Movie.Path,
           };

    private static IEnumerable<DatasetFinding> FindCopies(IEnumerable<FrameRecord> group)
    {
        FrameRecord[] same = [.. group];
        for (int i = 1; i < same.Length; i++)
        {
            var earlier = same.Take(i);
            yield return earlier.FirstOrDefault(other => other.Part != same[i].Part) is { } elsewhere
                ? Report(
                    same[i], elsewhere, FindingSeverity.Error, FindingKind.Leak,
                    "Leave it out of one of the parts: what a model has learnt from says nothing of how good it is")
                : Report(
                    same[i], same[0], FindingSeverity.Warning, FindingKind.Duplicate,
                    "Leave one of the two out, or they count double and a split can put them into two parts");
        }
    }

    private static DatasetFinding Report(FrameRecord frame, FrameRecord other, FindingSeverity severity, FindingKind kind, string remedy)
    {
        var (own, others) = (frame.Fingerprint!, other.Fingerprint!);
        var way = others.GetWayTo(own);
        string place = kind == FindingKind.Leak ? $" of {other.Part}" : "";
        string turned = way == default ? "" : $", {way}";
        string contrast = HaveSameValues(frame.Image!, other.Image!) ? "" : ", with another contrast";
        return frame.Report(
            severity, kind, $"it is the same image as {other.Name}{place}{turned}{contrast}; {CompareCells(frame, other)}", remedy) with
        {
            OtherPath = other.Movie.Path,
        };
    }

    private static string CompareCells(FrameRecord frame, FrameRecord other) => (frame.Fingerprint!.Labels, other.Fingerprint!.Labels) switch
    {
        (null, null) => "neither has labels",
        (null, _) or (_, null) => "only one of them has labels",
        var (own, others) when own == others => "their cells are the same",
        _ => $"their cells differ ({frame.Cells!.Count} and {other.Cells!.Count})",
    };

    private static bool HaveSameValues(ImageStatistics one, ImageStatistics other)
        => one.Min == other.Min && one.Max == other.Max && Math.Abs(one.Mean - other.Mean) <= MeanTolerance * (one.Max - one.Min);
}
