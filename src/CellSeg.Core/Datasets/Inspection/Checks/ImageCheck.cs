using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;
using CellSeg.Imaging.Inspection;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Tells of images in which there is little to see: constant, saturated, nearly empty, or not numbers.</summary>
internal static class ImageCheck
{
    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
        => frames.SelectMany(frame => frame.Warnings.Select(warning => Report(frame, warning)).Concat(FindInLevels(frame, options)));

    private static DatasetFinding Report(FrameRecord frame, ImageWarning warning)
    {
        string text = warning.Text.TrimEnd('.');
        return warning.Kind == ImageWarningKind.Constant
            ? frame.Report(
                // An empty image is a fair frame of a movie, or a field without cells; annotated cells cannot be in it.
                frame.Cells is { Count: > 0 } ? FindingSeverity.Error : FindingSeverity.Warning,
                FindingKind.ConstantImage, text, "Replace the image, or leave it out")
            : frame.Report(
                FindingSeverity.Warning, FindingKind.NotFinite, text, "Look at how the image was computed");
    }

    private static IEnumerable<DatasetFinding> FindInLevels(FrameRecord frame, DatasetInspectionOptions options)
    {
        if (frame.Image is not { LevelCount: > 1 } image)
            yield break;
        if (image.LevelCount < options.MinimumLevels)
        {
            yield return frame.Report(
                FindingSeverity.Warning, FindingKind.FewLevels,
                FormattableString.Invariant($"it has only {image.LevelCount} different values, from {image.Min} to {image.Max}"),
                "Look whether it was exposed long enough, or saved with too few bits", image.LevelCount);
        }
        else if (image.SaturatedShare > options.MaximumSaturation)
        {
            yield return frame.Report(
                FindingSeverity.Warning, FindingKind.Saturated,
                FormattableString.Invariant($"{Phrase.Percent(image.SaturatedShare)} of its pixels have the largest value, {image.Max}"),
                "Expose less, or take the image before its contrast was stretched: cells that touch are one where all is white",
                image.SaturatedShare);
        }
    }
}
