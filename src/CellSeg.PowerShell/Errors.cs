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

    /// <summary>An option was given that changes nothing without another.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="others">Those of which one is missing.</param>
    public static ErrorRecord OptionWithoutEffect(string parameter, IEnumerable<string> others)
        => Create(
            parameter,
            $"it has no effect without {string.Join(" or ", others.Select(other => $"-{other}"))}",
            "Give that, too, or leave it out",
            nameof(OptionWithoutEffect), ErrorCategory.InvalidArgument);

    /// <summary>An option was given that changes nothing as things are.</summary>
    public static ErrorRecord OptionWithoutEffect(CellSegException e) => Create(e, nameof(OptionWithoutEffect), ErrorCategory.InvalidArgument);

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
    /// <param name="path">The folder or wildcard.</param>
    /// <param name="hint">What else the user may have meant, as a sentence without a full stop; null for nothing.</param>
    public static ErrorRecord NoImages(string path, string? hint)
        => Create(
            path,
            "there are no images here",
            "Give a folder with TIFF or PNG files" + (hint is null ? "" : $". {hint}"),
            nameof(NoImages), ErrorCategory.ObjectNotFound);

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
