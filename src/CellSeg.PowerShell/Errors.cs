using System.Management.Automation;
using CellSeg.Files;

namespace CellSeg.PowerShell;

/// <summary>Every error record of the module. Scripts may depend on the identifiers.</summary>
internal static class Errors
{
    public static ErrorRecord PathNotFound(CellSegException e) => Create(e, nameof(PathNotFound), ErrorCategory.InvalidArgument);

    public static ErrorRecord InvalidOption(CellSegException e) => Create(e, nameof(InvalidOption), ErrorCategory.InvalidArgument);

    public static ErrorRecord DatasetUnreadable(CellSegException e) => Create(e, nameof(DatasetUnreadable), ErrorCategory.InvalidData);

    public static ErrorRecord MovieUnreadable(CellSegException e) => Create(e, nameof(MovieUnreadable), ErrorCategory.InvalidData);

    public static ErrorRecord SplitImpossible(CellSegException e) => Create(e, nameof(SplitImpossible), ErrorCategory.InvalidArgument);

    public static ErrorRecord ModelNotMade(CellSegException e) => Create(e, nameof(ModelNotMade), ErrorCategory.ResourceUnavailable);

    public static ErrorRecord BackboneWeightsUnusable(CellSegException e) => Create(e, nameof(BackboneWeightsUnusable), ErrorCategory.InvalidData);

    public static ErrorRecord ModelUnreadable(CellSegException e) => Create(e, nameof(ModelUnreadable), ErrorCategory.InvalidData);

    public static ErrorRecord ModelNotSaved(CellSegException e) => Create(e, nameof(ModelNotSaved), ErrorCategory.WriteError);

    public static ErrorRecord TrainingImpossible(CellSegException e) => Create(e, nameof(TrainingImpossible), ErrorCategory.InvalidData);

    public static ErrorRecord FrameUnusable(CellSegException e) => Create(e, nameof(FrameUnusable), ErrorCategory.InvalidData);

    /// <summary>Its identifier tells apart what scripts may want to pass over: <c>OutputExists</c> and <c>DuplicateOutputName</c>.</summary>
    public static ErrorRecord ImageNotSegmented(CellSegException e)
        => e is OutputConflictException conflict ? OutputConflict(conflict) : Create(e, nameof(ImageNotSegmented), ErrorCategory.InvalidData);

    public static ErrorRecord PairUnmeasurable(CellSegException e) => Create(e, nameof(PairUnmeasurable), ErrorCategory.InvalidData);

    /// <summary>The same with the names of both files, of which the exception knows one.</summary>
    public static ErrorRecord PairUnmeasurable(CellSegException e, string prediction, string truth, int? frame = null)
    {
        string place = frame is null ? "" : $"in frame {frame} ";
        return PairUnmeasurable(new CellSegException(e.Target, $"{place}{e.Reason} (compared with {(e.Target == truth ? prediction : truth)})", e.Remedy, e.InnerException));
    }

    /// <summary>Its identifier tells apart the same as that of <see cref="ImageNotSegmented"/>.</summary>
    public static ErrorRecord PictureNotWritten(CellSegException e)
        => e is OutputConflictException conflict ? OutputConflict(conflict) : Create(e, nameof(PictureNotWritten), ErrorCategory.WriteError);

    public static ErrorRecord CellsUnmeasurable(CellSegException e) => Create(e, nameof(CellsUnmeasurable), ErrorCategory.InvalidData);

    public static ErrorRecord PartnerAmbiguous(CellSegException e) => Create(e, nameof(PartnerAmbiguous), ErrorCategory.InvalidArgument);

    public static ErrorRecord ModelExists(string folder)
        => Create(new CellSegException(folder, "there is a model in this folder already", "Choose another folder, or replace the model with -Force"), nameof(ModelExists), ErrorCategory.ResourceExists);

    public static ErrorRecord CheckpointExists(string folder)
        => Create(new CellSegException(folder, "there is a training in this folder already", "Choose another folder, go on from it with -Resume, or replace it with -Force"), nameof(CheckpointExists), ErrorCategory.ResourceExists);

    public static ErrorRecord OutputWithoutDestination()
        => Create(new CellSegException("OutputFormat", "there is no folder to write to", "Give -DestinationPath, too"), nameof(OutputWithoutDestination), ErrorCategory.InvalidArgument);

    public static ErrorRecord NoModel()
        => Create(new CellSegException("Model", "no model was given", "Give -Model a model or a model folder, or pipe the result of Start-ModelTraining"), nameof(NoModel), ErrorCategory.InvalidArgument);

    public static ErrorRecord NoTestPart(string dataset)
        => Create(new CellSegException(dataset, "the split of this training has no test part to segment", "Split with a -TestFraction above 0, or give Invoke-CellSegmentation other images and this result's Model"), nameof(NoTestPart), ErrorCategory.InvalidData);

    public static ErrorRecord NothingReadable(string dataset, int problems)
        => Create(new CellSegException(dataset, $"none of its images could be read ({problems} problems, reported one by one)", "Mend them, or give another data set"), nameof(NothingReadable), ErrorCategory.InvalidData);

    public static ErrorRecord NoImages(string folder)
        => Create(new CellSegException(folder, "there are no images in this folder", "Give a folder with TIFF or PNG files"), nameof(NoImages), ErrorCategory.ObjectNotFound);

    public static ErrorRecord TruthMissing(string prediction)
        => Create(new CellSegException(prediction, "there is no truth of this name", "Add it below -TruthPath; names are compared without endings like _labels"), nameof(TruthMissing), ErrorCategory.ObjectNotFound);

    public static ErrorRecord PredictionMissing(string truth)
        => Create(new CellSegException(truth, "there is no prediction of this name", "Add it below -Path; names are compared without endings like _labels"), nameof(PredictionMissing), ErrorCategory.ObjectNotFound);

    public static ErrorRecord NoTruth(string segmentation)
        => Create(new CellSegException(segmentation, "the truth of this segmentation is not known", "Segment an annotated data set, or compare files with -Path and -TruthPath"), nameof(NoTruth), ErrorCategory.InvalidData);

    public static ErrorRecord NothingMeasured()
        => Create(new CellSegException("Total", "not one image could be measured", "Give segmentations with their truth"), nameof(NothingMeasured), ErrorCategory.InvalidData);

    public static ErrorRecord BootstrapWithoutTotal()
        => Create(new CellSegException("Bootstrap", "intervals are made over the images of a pool", "Give -Total, too"), nameof(BootstrapWithoutTotal), ErrorCategory.InvalidArgument);

    public static ErrorRecord ImagePathWithoutOverlay()
        => Create(new CellSegException("ImagePath", "images are only drawn on", "Give -Overlay a folder for the pictures, too, or leave -ImagePath out"), nameof(ImagePathWithoutOverlay), ErrorCategory.InvalidArgument);

    public static ErrorRecord BackgroundMissing(string labels)
        => Create(new CellSegException(labels, "there is no image of this name to draw over, so the picture is on black", "Add it below -ImagePath; names are compared without endings like _labels"), nameof(BackgroundMissing), ErrorCategory.ObjectNotFound);

    public static ErrorRecord IntensitiesMissing(string labels)
        => Create(new CellSegException(labels, "there is no image of this name to take intensities from", "Add it below -ImagePath, or leave -ImagePath out for shapes alone"), nameof(IntensitiesMissing), ErrorCategory.ObjectNotFound);

    private static ErrorRecord OutputConflict(OutputConflictException e)
        => Create(e, e.IsDuplicate ? "DuplicateOutputName" : "OutputExists", ErrorCategory.ResourceExists);

    private static ErrorRecord Create(CellSegException e, string id, ErrorCategory category)
        => new(e, id, Categorize(e, category), e.Target);

    /// <summary>What a missing file or a denied access is does not depend on who found it.</summary>
    private static ErrorCategory Categorize(CellSegException e, ErrorCategory category)
        => e.InnerException is UnauthorizedAccessException ? ErrorCategory.PermissionDenied
            : category is not ErrorCategory.ResourceExists and not ErrorCategory.WriteError && IsMissing(e.Target) ? ErrorCategory.ObjectNotFound
            : category;

    /// <summary>Whether a full path leads nowhere. An entry of an archive has a file among its parents.</summary>
    private static bool IsMissing(string target)
    {
        if (!Path.IsPathFullyQualified(target))
            return false;
        for (string? path = target; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                return false;
            if (Directory.Exists(path))
                return path != target;
        }
        return true;
    }
}
