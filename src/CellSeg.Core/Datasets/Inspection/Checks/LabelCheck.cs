using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Tells of label images that are none, and of labels that are hardly one cell each.</summary>
internal static class LabelCheck
{
    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
        => frames.Where(frame => frame.Cells is not null).SelectMany(frame => FindInFrame(frame, frame.Cells!, options));

    private static IEnumerable<DatasetFinding> FindInFrame(FrameRecord frame, CellStatistics cells, DatasetInspectionOptions options)
    {
        if (cells.Count == 0)
        {
            return
            [
                frame.Report(
                    FindingSeverity.Warning, FindingKind.NoCells, "its labels have no cell",
                    "Leave it out if it has cells that nobody has annotated: a model learns from it that they are none"),
            ];
        }
        if (cells.IsGreyImage || cells.IsMask)
            return [ReportNoLabels(frame, cells)];
        return FindOddCells(frame, cells, options);
    }

    private static DatasetFinding ReportNoLabels(FrameRecord frame, CellStatistics cells)
    {
        string pieces = $"{Phrase.Count(cells.Count, "value")} in {Phrase.Count(cells.PieceCount, "separate piece")}";
        return cells.IsGreyImage
            ? frame.Report(
                FindingSeverity.Error, FindingKind.GreyLabels,
                $"its labels look like a grey image: {pieces}, half of which have one or two pixels", "Give its label image", cells.PieceCount)
            : frame.Report(
                FindingSeverity.Error, FindingKind.MaskLabels,
                $"its labels look like a mask, in which cells share a number: {pieces}", "Give each cell a number of its own", cells.PieceCount);
    }

    private static IEnumerable<DatasetFinding> FindOddCells(FrameRecord frame, CellStatistics cells, DatasetInspectionOptions options)
    {
        var (largest, area) = cells.Areas.MaxBy(cell => cell.Area);
        double cover = area / ((double)cells.Size.Height * cells.Size.Width);
        if (cover > options.MaximumCover)
        {
            yield return frame.Report(
                FindingSeverity.Warning, FindingKind.HugeLabel,
                $"its label {largest} covers {Phrase.Percent(cover)} of the frame", "Make it 0 if it is the background", cover);
        }
        int[] specks = [.. cells.Areas.Where(cell => cell.Area < options.MinimumArea).Select(cell => cell.Label)];
        if (specks.Length > 0)
        {
            yield return frame.Report(
                FindingSeverity.Warning, FindingKind.Speck,
                $"{Phrase.Count(specks.Length, "label")} of {cells.Count} with fewer than {Phrase.Count(options.MinimumArea, "pixel")}: {Phrase.List(specks)}",
                "Remove them if they are slips of the annotation", specks.Length);
        }
        if (cells.InPieces.Count > 0)
        {
            yield return frame.Report(
                FindingSeverity.Warning, FindingKind.SeveralPieces,
                $"{Phrase.Count(cells.InPieces.Count, "label")} of {cells.Count} in several pieces: {Phrase.List(cells.InPieces)}",
                "Give each piece a number of its own if it is a cell, and remove it otherwise", cells.InPieces.Count);
        }
    }
}
