using System.Globalization;
using System.Management.Automation;
using CellSeg.Evaluation.LearningCurves;
using CellSeg.Files;
using CellSeg.Files.Locks;

namespace CellSeg.PowerShell;

/// <summary>Every error record of the module. Scripts may depend on the identifiers.</summary>
internal static partial class Errors
{
    /// <summary>A path leads nowhere, or not into the file system.</summary>
    public static ErrorRecord PathNotFound(CellSegException e) => Create(e, nameof(PathNotFound), ErrorCategory.InvalidArgument);

    /// <summary>A value is out of its range, or values contradict each other.</summary>
    public static ErrorRecord InvalidOption(CellSegException e) => Create(e, nameof(InvalidOption), ErrorCategory.InvalidArgument);

    /// <summary>A data set cannot be read at all.</summary>
    public static ErrorRecord DatasetUnreadable(CellSegException e) => Create(e, nameof(DatasetUnreadable), ErrorCategory.InvalidData);

    /// <summary>One movie of a data set cannot be read; the others are.</summary>
    public static ErrorRecord MovieUnreadable(CellSegException e) => Create(e, nameof(MovieUnreadable), ErrorCategory.InvalidData);

    /// <summary>A data set cannot be written.</summary>
    public static ErrorRecord DatasetNotWritten(CellSegException e) => Create(e, nameof(DatasetNotWritten), ErrorCategory.WriteError);

    /// <summary>A data set cannot be split.</summary>
    public static ErrorRecord SplitImpossible(CellSegException e) => Create(e, nameof(SplitImpossible), ErrorCategory.InvalidArgument);

    /// <summary>The file of a flat or dark field cannot be used.</summary>
    public static ErrorRecord FlatFieldUnusable(CellSegException e) => Create(e, nameof(FlatFieldUnusable), ErrorCategory.InvalidData);

    /// <summary>A table of shifts is wanted where nothing is shifted.</summary>
    public static ErrorRecord ShiftPathWithoutDrift()
        => Create(
            "ShiftPath",
            "there are no shifts to write",
            "Give -CorrectDrift, too, or leave -ShiftPath out",
            nameof(ShiftPathWithoutDrift), ErrorCategory.InvalidArgument);

    /// <summary>The split of a second data set has no place in the file of the first one.</summary>
    public static ErrorRecord SplitNotSaved(string dataset, string path)
        => Create(
            dataset,
            $"its split was not saved, because that of another data set of this call is in {path}",
            "Split one data set a call where -CsvPath is given",
            nameof(SplitNotSaved), ErrorCategory.InvalidArgument);

    /// <summary>A model cannot be made.</summary>
    public static ErrorRecord ModelNotMade(CellSegException e) => Create(e, nameof(ModelNotMade), ErrorCategory.ResourceUnavailable);

    /// <summary>A file of published weights does not fit the backbone, or cannot be read.</summary>
    public static ErrorRecord BackboneWeightsUnusable(CellSegException e) => Create(e, nameof(BackboneWeightsUnusable), ErrorCategory.InvalidData);

    /// <summary>A saved model cannot be loaded.</summary>
    public static ErrorRecord ModelUnreadable(CellSegException e) => Create(e, nameof(ModelUnreadable), ErrorCategory.InvalidData);

    /// <summary>No model has the name that was asked for.</summary>
    public static ErrorRecord ModelNotFound(string name)
        => Create(
            name,
            "no model here has this name",
            "Leave the name out to list all; models in other folders are listed by -Path",
            nameof(ModelNotFound), ErrorCategory.ObjectNotFound);

    /// <summary>A model cannot be saved.</summary>
    public static ErrorRecord ModelNotSaved(CellSegException e) => Create(e, nameof(ModelNotSaved), ErrorCategory.WriteError);

    /// <summary>A training cannot begin, or not go on.</summary>
    public static ErrorRecord TrainingImpossible(CellSegException e) => Create(e, nameof(TrainingImpossible), ErrorCategory.InvalidData);

    /// <summary>One frame cannot be used; the others are.</summary>
    public static ErrorRecord FrameUnusable(CellSegException e) => Create(e, nameof(FrameUnusable), ErrorCategory.InvalidData);

    /// <summary>
    /// One image is not segmented. The identifier tells apart what scripts may want to pass over: <c>OutputExists</c> and
    /// <c>DuplicateOutputName</c>.
    /// </summary>
    public static ErrorRecord ImageNotSegmented(CellSegException e)
        => e is OutputConflictException conflict ? OutputConflict(conflict) : Create(e, nameof(ImageNotSegmented), ErrorCategory.InvalidData);

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

    /// <summary>A table cannot be written.</summary>
    public static ErrorRecord TableNotWritten(CellSegException e) => Create(e, nameof(TableNotWritten), ErrorCategory.WriteError);

    /// <summary>There is a file where a table or a picture is to be written.</summary>
    public static ErrorRecord OutputExists(string path)
        => OutputConflict(new OutputConflictException(path, "this file exists already", "Use -Force to replace it, or another name", isDuplicate: false));

    /// <summary>A contact sheet cannot be written.</summary>
    public static ErrorRecord SheetNotWritten(CellSegException e) => Create(e, nameof(SheetNotWritten), ErrorCategory.WriteError);

    /// <summary>There is a contact sheet of another data set of the same call.</summary>
    public static ErrorRecord SheetTaken(string dataset, string path)
        => OutputConflict(new OutputConflictException(
            dataset, $"its contact sheet would replace that of another data set, {path}", "Call Test-CellDataset for each data set", isDuplicate: true));

    /// <summary>The cells of one image cannot be measured.</summary>
    public static ErrorRecord CellsUnmeasurable(CellSegException e) => Create(e, nameof(CellsUnmeasurable), ErrorCategory.InvalidData);

    /// <summary>A point of a learning curve cannot be used; the others are.</summary>
    /// <param name="e">What is wrong with it.</param>
    /// <param name="point">The point.</param>
    public static ErrorRecord CurvePointUnusable(CellSegException e, LearningCurvePoint point)
        => Create(
            string.Create(CultureInfo.InvariantCulture, $"{e.Target} of the point with count {point.Count} and score {point.Score}"),
            e.Reason, e.Remedy, nameof(CurvePointUnusable), ErrorCategory.InvalidData);

    /// <summary>There are too few points for a learning curve.</summary>
    public static ErrorRecord CurveNotFitted(CellSegException e) => Create(e, nameof(CurveNotFitted), ErrorCategory.InvalidData);

    /// <summary>A figure cannot be written.</summary>
    public static ErrorRecord FigureNotWritten(CellSegException e) => Create(e, nameof(FigureNotWritten), ErrorCategory.WriteError);

    /// <summary>A report cannot be written; the identifier is <c>OutputExists</c> where there is one already.</summary>
    public static ErrorRecord ReportNotWritten(CellSegException e)
        => e is OutputConflictException conflict ? OutputConflict(conflict) : Create(e, nameof(ReportNotWritten), ErrorCategory.WriteError);

    /// <summary>Two files have the same name where one is looked for.</summary>
    public static ErrorRecord PartnerAmbiguous(CellSegException e) => Create(e, nameof(PartnerAmbiguous), ErrorCategory.InvalidArgument);

    /// <summary>There is a model where one is to be saved.</summary>
    public static ErrorRecord ModelExists(string folder)
        => Create(
            folder,
            "there is a model in this folder already",
            "Choose another folder, or replace the model with -Force",
            nameof(ModelExists), ErrorCategory.ResourceExists);

    /// <summary>There is a training where one is to begin.</summary>
    public static ErrorRecord CheckpointExists(string folder)
        => Create(
            folder,
            "there is a training in this folder already",
            "Choose another folder, go on from it with -Resume, or replace it with -Force",
            nameof(CheckpointExists), ErrorCategory.ResourceExists);

    /// <summary>Files are to be written nowhere.</summary>
    /// <param name="parameter">The parameter that says how, or what becomes of them.</param>
    public static ErrorRecord OutputWithoutDestination(string parameter)
        => Create(
            parameter,
            "there is no folder to write to",
            "Give -DestinationPath, too",
            nameof(OutputWithoutDestination), ErrorCategory.InvalidArgument);

    /// <summary>A part of a batch is wanted, and not said which, or of how many.</summary>
    public static ErrorRecord PartIncomplete()
        => Create(
            "Part",
            "a part has a number, and how many there are",
            "Give both -Part and -PartCount, or none of them",
            nameof(PartIncomplete), ErrorCategory.InvalidArgument);

    /// <summary>A batch cannot begin; <c>BatchBusy</c> where another is at work in its folder.</summary>
    public static ErrorRecord BatchNotStarted(CellSegException e)
        => e is FolderBusyException ? Create(e, "BatchBusy", ErrorCategory.ResourceBusy) : Create(e, nameof(BatchNotStarted), ErrorCategory.WriteError);

    /// <summary>A batch cannot go on, because what it does cannot be recorded.</summary>
    public static ErrorRecord BatchNotRecorded(CellSegException e) => Create(e, nameof(BatchNotRecorded), ErrorCategory.WriteError);

    /// <summary>There is no model to segment with.</summary>
    public static ErrorRecord NoModel()
        => Create(
            "Model",
            "no model was given",
            "Give -Model a model or a model folder, or pipe the result of Start-ModelTraining",
            nameof(NoModel), ErrorCategory.InvalidArgument);

    /// <summary>A training has left no images aside.</summary>
    public static ErrorRecord NoTestPart(string dataset)
        => Create(
            dataset,
            "the split of this training has no test part to segment",
            "Split with a -TestFraction above 0, or give Invoke-CellSegmentation other images and this result's Model",
            nameof(NoTestPart), ErrorCategory.InvalidData);

    /// <summary>Not one movie of a data set could be read.</summary>
    public static ErrorRecord NothingReadable(string dataset, int problems)
        => Create(
            dataset,
            $"none of its images could be read ({problems} problems, reported one by one)",
            "Mend them, or give another data set",
            nameof(NothingReadable), ErrorCategory.InvalidData);

    /// <summary>A folder or a wildcard brings no images.</summary>
    public static ErrorRecord NoImages(string path, bool isRecursive)
        => Create(
            path,
            "there are no images here",
            "Give a folder with TIFF or PNG files" + (isRecursive ? "" : "; sub-folders are not looked into"),
            nameof(NoImages), ErrorCategory.ObjectNotFound);

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
    public static ErrorRecord NothingMeasured()
        => Create(
            "Total",
            "not one image could be measured",
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

    private static ErrorRecord Create(string target, string reason, string remedy, string id, ErrorCategory category)
        => Create(new CellSegException(target, reason, remedy), id, category);

    private static ErrorRecord OutputConflict(OutputConflictException e)
        => Create(e, e.IsDuplicate ? "DuplicateOutputName" : "OutputExists", ErrorCategory.ResourceExists);

    private static ErrorRecord Create(CellSegException e, string id, ErrorCategory category)
        => new(e, id, Categorize(e, category), e.Target);

    /// <summary>What a missing file or a denied access is does not depend on who found it.</summary>
    private static ErrorCategory Categorize(CellSegException e, ErrorCategory category)
        => e.InnerException is UnauthorizedAccessException ? ErrorCategory.PermissionDenied
            : e.IsMissing && category is not ErrorCategory.WriteError ? ErrorCategory.ObjectNotFound
            : category;
}
