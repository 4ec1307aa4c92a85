using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Tells what cannot be read, what has no annotation, and what images and labels do not belong together.</summary>
internal static class ReadingCheck
{
    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
        => frames.SelectMany(FindInFrame).Concat(FindWithoutLabels(frames));

    private static IEnumerable<DatasetFinding> FindInFrame(FrameRecord frame)
    {
        if (frame.ImageProblem is { } image)
            yield return Report(frame, image);
        if (frame.LabelProblem is { } labels)
            yield return Report(frame, labels);
        if (frame is { Image: { } read, Cells: { } cells } && read.Size != cells.Size)
        {
            yield return frame.Report(
                FindingSeverity.Error, FindingKind.SizeMismatch,
                $"its labels are {cells.Size} pixels, and its image is {read.Size}", "Give the label image that belongs to this image");
        }
    }

    private static DatasetFinding Report(FrameRecord frame, CellSegException problem)
        => frame.Report(
            FindingSeverity.Error, FindingKind.Unreadable,
            problem.Target == frame.Movie.Path ? problem.Reason : $"{problem.Target}: {problem.Reason}", problem.Remedy);

    private static IEnumerable<DatasetFinding> FindWithoutLabels(IReadOnlyList<FrameRecord> frames)
    {
        FrameRecord[] without = [.. frames.Where(frame => frame is { Frame: 0, Movie.HasLabels: false })];
        if (without.Length > 0 && frames.All(frame => !frame.Movie.HasLabels))
        {
            return
            [
                new DatasetFinding
                {
                    Severity = FindingSeverity.Warning,
                    Kind = FindingKind.NotAnnotated,
                    Message = "there are no label images at all, so that a model cannot learn from these images or be judged by them",
                    Remedy = "Import the images with their labels, unless they are only to be segmented",
                    Value = without.Length,
                },
            ];
        }
        return without.Select(frame => frame.ReportMovie(
            FindingSeverity.Warning, FindingKind.NotAnnotated,
            "it has no label images, so that it is left out of training and measuring", "Annotate it, or leave it out"));
    }
}
