using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>
/// Tells where a model would see dark cells: in frames that are unlike most of the set, or in most of it. What was imported as
/// dark on bright ground is seen as its negative.
/// </summary>
internal static class PolarityCheck
{
    // A smaller difference between cells and ground, as a share of the range of values, makes no statement.
    private const double LeastContrast = 0.05;

    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
    {
        FrameRecord[] dark = [.. frames.Where(frame => SeenContrast(frame) < -LeastContrast)];
        FrameRecord[] bright = [.. frames.Where(frame => SeenContrast(frame) > LeastContrast)];
        bool isMostlyDark = dark.Length > bright.Length;
        if (isMostlyDark)
        {
            yield return new DatasetFinding
            {
                Severity = FindingSeverity.Warning,
                Kind = FindingKind.Inverted,
                Message = $"cells are darker than their surroundings in {dark.Length} of {Phrase.Count(dark.Length + bright.Length, "frame")}, "
                    + "as a model sees them, which expects bright cells",
                Remedy = "Import the images with -Invert, or without it if they were, so that models see the negative",
                Value = dark.Length,
            };
        }
        foreach (var frame in isMostlyDark ? bright : dark)
        {
            var (own, others) = isMostlyDark ? ("brighter", "darker") : ("darker", "brighter");
            string seen = frame.Movie.HasDarkCells ? ", in the negative that models see," : "";
            yield return frame.Report(
                FindingSeverity.Warning, FindingKind.Inverted,
                $"its cells are {own} than their surroundings{seen} where those of most frames are {others}",
                "Import it by itself, with -Invert for dark cells, or leave it out", SeenContrast(frame));
        }
    }

    private static double? SeenContrast(FrameRecord frame) => frame.Movie.HasDarkCells ? -frame.Contrast : frame.Contrast;
}
