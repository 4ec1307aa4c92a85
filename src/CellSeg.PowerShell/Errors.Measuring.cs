using System.Management.Automation;
using CellSeg.Files;

namespace CellSeg.PowerShell;

/// <content>Those of measuring.</content>
internal static partial class Errors
{
    /// <summary>A prediction cannot be compared with its truth.</summary>
    public static ErrorRecord PairUnmeasurable(CellSegException e) => Create(e, nameof(PairUnmeasurable), ErrorCategory.InvalidData);

    /// <summary>The same with the names of both files, of which the exception knows one.</summary>
    public static ErrorRecord PairUnmeasurable(CellSegException e, string prediction, string truth, int? frame = null)
    {
        string place = frame is null ? "" : $"in frame {frame} ";
        string other = e.Target == truth ? prediction : truth;
        return PairUnmeasurable(new CellSegException(e.Target, $"{place}{e.Reason} (compared with {other})", e.Remedy, e.InnerException)
        {
            IsMissing = e.IsMissing,
        });
    }

    /// <summary>A picture of errors cannot be written; the identifier tells apart the same as that of <see cref="ImageNotSegmented"/>.</summary>
    public static ErrorRecord PictureNotWritten(CellSegException e)
        => e is OutputConflictException conflict ? OutputConflict(conflict) : Create(e, nameof(PictureNotWritten), ErrorCategory.WriteError);

    /// <summary>The cells of one image cannot be measured.</summary>
    public static ErrorRecord CellsUnmeasurable(CellSegException e) => Create(e, nameof(CellsUnmeasurable), ErrorCategory.InvalidData);

    /// <summary>There is a prediction without truth, or one of whose frames, from 0, some have none.</summary>
    public static ErrorRecord TruthMissing(string prediction, params IReadOnlyList<int> frames)
        => Create(
            prediction,
            frames.Count > 0 ? $"there is no truth for its frames {string.Join(", ", frames)} (from 0)" : "there is no truth of this name",
            "Add it below -TruthPath; names are compared without endings like _labels, and -Suffix names others",
            nameof(TruthMissing), ErrorCategory.ObjectNotFound);

    /// <summary>There is truth without a prediction, or such of whose frames, from 0, some have none.</summary>
    public static ErrorRecord PredictionMissing(string truth, params IReadOnlyList<int> frames)
        => Create(
            truth,
            frames.Count > 0 ? $"there is no prediction for its frames {string.Join(", ", frames)} (from 0)" : "there is no prediction of this name",
            "Add it below -Path; names are compared without endings like _labels, and -Suffix names others",
            nameof(PredictionMissing), ErrorCategory.ObjectNotFound);

    /// <summary>A segmentation is of an image whose truth is not known.</summary>
    public static ErrorRecord NoTruth(string segmentation)
        => Create(
            segmentation,
            "the truth of this segmentation is not known",
            "Segment an annotated data set, or compare files with -Path and -TruthPath",
            nameof(NoTruth), ErrorCategory.InvalidData);

    /// <summary>A segmentation from a file or a job has no labels, and the image that it names is not one of labels.</summary>
    public static ErrorRecord LabelsNotSaved(string segmentation)
        => Create(
            segmentation,
            "this segmentation was saved without its labels, and its Path is the image",
            "Segment with -DestinationPath, so that there is a label image, or measure before saving",
            nameof(LabelsNotSaved), ErrorCategory.InvalidData);

    /// <summary>A pool has no images.</summary>
    /// <param name="count">Images that came.</param>
    public static ErrorRecord NothingMeasured(int count)
        => Create(
            "Total",
            $"not one of {count} images could be measured, as was told of each",
            "Give segmentations with their truth",
            nameof(NothingMeasured), ErrorCategory.InvalidData);

    /// <summary>Intervals are wanted of single images.</summary>
    public static ErrorRecord BootstrapWithoutTotal()
        => Create(
            "Bootstrap",
            "intervals are made over the images of a pool",
            "Give -Total, too",
            nameof(BootstrapWithoutTotal), ErrorCategory.InvalidArgument);

    /// <summary>Images are given and no picture is to be drawn on them.</summary>
    public static ErrorRecord ImagePathWithoutOverlay()
        => Create(
            "ImagePath",
            "images are only drawn on",
            "Give -Overlay a folder for the pictures, too, or leave -ImagePath out",
            nameof(ImagePathWithoutOverlay), ErrorCategory.InvalidArgument);

    /// <summary>A picture has no image to be drawn on.</summary>
    public static ErrorRecord BackgroundMissing(string labels)
        => Create(
            labels,
            "there is no image of this name to draw over, so the picture is on black",
            "Add it below -ImagePath; names are compared without endings like _labels",
            nameof(BackgroundMissing), ErrorCategory.ObjectNotFound);

    /// <summary>There are labels without an image to take intensities from.</summary>
    public static ErrorRecord IntensitiesMissing(string labels)
        => Create(
            labels,
            "there is no image of this name to take intensities from",
            "Add it below -ImagePath, or leave -ImagePath out for shapes alone",
            nameof(IntensitiesMissing), ErrorCategory.ObjectNotFound);
}
