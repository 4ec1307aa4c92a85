using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>
/// Tells of cells that are far larger than the others of their frame, as where several were annotated as one, and of frames
/// whose cells are far from those of the set, as at another magnification. Small cells among larger ones are no surprise:
/// the edge of the frame cuts them.
/// </summary>
internal static class CellSizeCheck
{
    // Fewer cells, or frames, have no median to speak of.
    private const int LeastCount = 5;

    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
    {
        var medians = FindMedians(frames);
        double typical = Percentile.Find<double>([.. medians.Select(entry => entry.Median).Order()], 50);
        foreach (var (frame, median) in medians)
        {
            int[] large = [.. frame.Cells!.Areas.Where(cell => cell.Area > options.MaximumSizeRatio * median).Select(cell => cell.Label)];
            if (large.Length > 0)
            {
                double most = frame.Cells.SortedAreas[^1] / median;
                yield return frame.Report(
                    FindingSeverity.Warning, FindingKind.LargeCell,
                    Phrase.Count(large.Length, "label") + FormattableString.Invariant($" of {frame.Cells.Count} up to {most:0.#} times ")
                    + $"as large as its median cell: {Phrase.List(large)}",
                    "Look whether several cells were annotated as one", most);
            }
            double ratio = median / typical;
            if (medians.Count >= LeastCount && Math.Max(ratio, 1 / ratio) > options.MaximumSizeRatio)
            {
                yield return frame.Report(
                    FindingSeverity.Warning, FindingKind.UnusualSize,
                    FormattableString.Invariant($"its median cell has {median:0.#} pixels, where that of the other frames has {typical:0.#}"),
                    "Look whether its magnification is that of the others", ratio);
            }
        }
    }

    private static List<(FrameRecord Frame, double Median)> FindMedians(IEnumerable<FrameRecord> frames) =>
    [
        .. frames.Where(frame => frame.Cells is { IsMask: false, IsGreyImage: false, Count: >= LeastCount })
            .Select(frame => (frame, Percentile.Find<int>(frame.Cells!.SortedAreas, 50))),
    ];
}
