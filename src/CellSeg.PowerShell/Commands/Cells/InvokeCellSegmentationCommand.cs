using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Batches;
using CellSeg.Inference.Outputs;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;
using CellSeg.PowerShell.Completion;
using CellSeg.Training;

namespace CellSeg.PowerShell.Commands.Cells;

/// <summary>
/// Finds the cells in image files, in a data set, or in the test part that a training has left aside. What cannot be
/// segmented is an error record; the batch goes on. Where files are written, a record of the batch stands beside them, by which it
/// can be resumed, with a table of all images.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "CellSegmentation", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CellSegmentation))]
public sealed class InvokeCellSegmentationCommand : SegmenterCmdlet
{
    private const string DatasetSet = "Dataset", TrainingSet = "TrainingResult";

    // Of a part, which is known when all files have come.
    private readonly List<string> _files = [];
    private string? _destination;
    private SegmentationBatch _batch = null!;
    private BatchRun _run = null!;

    /// <summary>A data set, all frames of which are segmented.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [TakesOnly(typeof(CellDataset), Or = typeof(ModelTrainingResult), OrPath = true)]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>The result of a training: its model segments the test part of its split.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TrainingSet)]
    [ValidateNotNull]
    public ModelTrainingResult TrainingResult { get; set; } = null!;

    /// <summary>
    /// A folder to write to; made when missing. Nothing is written without it. Besides the files of images, cellseg-images.csv has
    /// a line an image, and cellseg-batch.jsonl what -Resume needs. Only one batch writes to a folder at a time.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationPath { get; set; }

    /// <summary>
    /// What to write, several by commas. LabelTiff is NAME_labels.tif; Overlay NAME_overlay.png; Csv NAME_cells.csv with a line a cell
    /// and the columns of Measure-CellProperty; Roi NAME_rois.zip for ImageJ's ROI manager; GeoJson NAME_cells.geojson for QuPath;
    /// and Outlines NAME_outlines.txt as Cellpose writes it, with the ring around the largest piece of each cell in a line.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OutputFormatCompleter))]
    public SegmentationOutput[] OutputFormat { get; set; } = [SegmentationOutputs.LabelTiff];

    /// <summary>
    /// The channels of image files to segment, by number from 0 or by name, as many as the model takes. All when left out,
    /// of which a model of one channel takes the luminance or mean.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public ChannelSelector[] Channel { get; set; } = [];

    /// <summary>What to take of image files with depth: the number of a slice, from 0, or MaximumProjection.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ArgumentCompleter(typeof(SliceCompleter))]
    public SliceSelector? Slice { get; set; }

    /// <summary>Replaces results that exist. A folder that a batch of another machine has locked is taken; one of this machine never is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Goes on with a batch that was ended, or does what is new in its folders: images are passed over that are finished and whole,
    /// which means the same file, model and options, and all results as they were written. All others, also those that have failed,
    /// are segmented, and older results of the same image replaced without -Force; one that was changed by hand since is kept as
    /// NAME.changed1. No object is written for what is passed over.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>Looks into the sub-folders of folders, too, but not into -DestinationPath.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>
    /// Keeps the sub-folders of images below -DestinationPath, so that images of the same name in different folders do not collide:
    /// those below the folder that -Path names or, of a wildcard, below the one before it.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter KeepFolders { get; set; }

    /// <summary>
    /// Does one part of a batch, from 1 to -PartCount, while other processes, also on other machines, do the others: each calls with
    /// the same paths, options and destination. When all are done, a call with -Resume and without -Part joins their records, does
    /// what they left undone, and writes the table of images.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Part { get; set; }

    /// <summary>In how many parts a batch is done, file by file in turn.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateRange(1, int.MaxValue)]
    public int PartCount { get; set; }

    /// <inheritdoc/>
    private protected override bool IsRecursive => Recurse;

    /// <inheritdoc/>
    private protected override string? ExcludedFolder => _destination;

    /// <inheritdoc/>
    private protected override string? FolderHint
        => (Recurse ? "" : "Give -Recurse where they are in its sub-folders; ") + "a data set with labels goes through Import-CellDataset";

    private BatchPart? BatchPart => IsBound(nameof(Part)) ? new BatchPart(Part, PartCount) : null;

    private ImageSelection Selection => new() { Channels = Channel, Slice = Slice };

    /// <summary>Checks where to write.</summary>
    protected override void BeginProcessing()
    {
        if (IsBound(nameof(Part)) != IsBound(nameof(PartCount)))
            ThrowTerminatingError(Errors.PartIncomplete());
        if (DestinationPath is not null)
            _destination = System.IO.Path.TrimEndingDirectorySeparator(OrEnd(() => GetOutputPath(DestinationPath), Errors.PathNotFound));
        else if (Array.Find([nameof(OutputFormat), nameof(Resume), nameof(KeepFolders), nameof(Part), nameof(Force)], IsGiven) is { } parameter)
            ThrowTerminatingError(Errors.OutputWithoutDestination(parameter));
        var options = new BatchOptions { DestinationPath = _destination, Resume = Resume, Force = Force, Part = BatchPart, Selection = Selection };
        _batch = OrEnd(() => new SegmentationBatch(options), Errors.InvalidOption);
        _run = new BatchRun(_batch);
    }

    /// <summary>Segments what this record names; of a part, when all have come.</summary>
    protected override void ProcessRecord()
    {
        var segmenter = GetSegmenter();
        if (!HasPaths)
            Process(segmenter, FindMovies);
        else if (FindImages() is { Count: > 0 } files)
        {
            if (BatchPart is null)
                Process(segmenter, () => files.SelectMany(FindFrames));
            else
                _files.AddRange(files);
        }
    }

    /// <summary>Segments the files of a part, and writes the table of all images.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (BatchPart is { } part && _files.Count > 0)
            ProcessPart(GetSegmenter(), part, [.. _files.Distinct()]);
        if (_destination is null || IsWhatIf)
            return;
        OrSkip(_batch.WriteTable, Errors.TableNotWritten);
        WriteVerbose($"{_batch.Summary}.");
        // People are told of what was passed over, since nothing else shows it; scripts find the counts by the tag.
        WriteInformation(_batch.Summary, _batch.Summary.Skipped > 0 ? ["Batch", "PSHOST"] : ["Batch"]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _batch?.Dispose();
    }

    private void Process(CellSegmenter segmenter, Func<IEnumerable<SegmentationInput>> find)
    {
        if (!IsWhatIf)
            OrEnd(_batch.Start, Errors.BatchNotStarted);
        WarnOfBatch();
        var inputs = find().Select(input => IsBound(nameof(PixelSize)) ? input with { PixelSize = PixelSize } : input).ToList();
        if (Resume && inputs.Count > 0)
            inputs = PassOver(segmenter, inputs);
        inputs = [.. inputs.Where(input => IsConfirmed(segmenter, input))];
        if (inputs.Count > 0)
            OrEnd(() => RunInBackground("Segmenting cells", output => _run.Segment(segmenter, inputs, output)), Errors.BatchNotRecorded);
        WarnOfBatch();
    }

    /// <summary>Those of the inputs that are not finished.</summary>
    private List<SegmentationInput> PassOver(CellSegmenter segmenter, List<SegmentationInput> inputs)
    {
        var finished = OrEnd(
            () => RunInBackground("Looking at what is done", output => _run.FindFinished(segmenter, inputs, output)), Errors.BatchNotStarted);
        foreach (var input in finished)
        {
            _batch.Skip(segmenter, input);
            if (IsWhatIf)
                ShouldProcess(input.Path, "Pass over what is finished");
        }
        return [.. inputs.Where(input => !finished.Contains(input))];
    }

    private void ProcessPart(CellSegmenter segmenter, BatchPart part, string[] files)
    {
        var own = files.Where((_, i) => part.Has(i)).ToHashSet();
        // Of files of one name the first has the results, as in a batch without parts, whichever part it is in.
        foreach (var group in files.GroupBy(GetResultName, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            foreach (string file in group.TakeWhile(file => !own.Contains(file)))
                Reserve(segmenter, file);
        }
        Process(segmenter, () => files.Where(own.Contains).SelectMany(FindFrames));
    }

    private CellSegmenter GetSegmenter() => GetSegmenter(
        ParameterSetName == TrainingSet ? TrainingResult.Model : null,
        new SegmenterOptions { DestinationPath = _destination, Outputs = OutputFormat, Overwrite = Force });

    private IEnumerable<SegmentationInput> FindMovies()
    {
        if (ParameterSetName == TrainingSet && TrainingResult.Split.Test.MovieCount == 0)
            WriteError(Errors.NoTestPart(TrainingResult.Split.Test.Name));
        return SegmentationInput.FromDataset(ParameterSetName == TrainingSet ? TrainingResult.Split.Test : InputObject);
    }

    /// <summary>The files of this record, without what came of segmenting them or others before.</summary>
    private IReadOnlyList<string> FindImages()
    {
        var (files, _) = FindInputFiles(listing =>
        {
            LeaveOut(listing.Results);
            return listing.Images;
        });
        // Names that a script has collected may be those of an image and of its labels, and of what a batch has written, too.
        var results = new FileListing(files, LabelNames).FindResultsOfImages();
        LeaveOut(results);
        if (!MyInvocation.ExpectingInput)
            WarnOfLeftOut();
        return [.. files.Except(results).Where(file => files.Count == 1 || !ImageFiles.IsBatchFile(file))];
    }

    private IReadOnlyList<SegmentationInput> FindFrames(string file)
    {
        try
        {
            return Open(file);
        }
        catch (CellSegException e)
        {
            OrEnd(() => _batch.Fail(file, FindRelativePath(file), e), Errors.BatchNotRecorded);
            WriteError(Errors.ImageNotSegmented(e));
            return [];
        }
    }

    /// <summary>Keeps the names of the results of a file for the part that it belongs to, which also tells where it cannot be opened.</summary>
    private void Reserve(CellSegmenter segmenter, string file)
    {
        try
        {
            foreach (var input in Open(file))
                SegmentationBatch.Reserve(segmenter, input);
        }
        catch (CellSegException)
        {
            // It has no results.
        }
    }

    private IReadOnlyList<SegmentationInput> Open(string file)
        => [.. SegmentationInput.FromFile(file, Selection).Select(input => input with { RelativePath = FindRelativePath(file), Folder = GetFolder(file) })];

    /// <summary>The folder below the destination that the results of a file go to.</summary>
    private string GetFolder(string file) => KeepFolders && FindRelativePath(file) is { } path ? System.IO.Path.GetDirectoryName(path)! : "";

    private string GetResultName(string file) => System.IO.Path.Combine(GetFolder(file), ImageFiles.GetBaseName(file));

    private bool IsConfirmed(CellSegmenter segmenter, SegmentationInput input)
        => _destination is null || ShouldProcess(input.Path, $"Segment to {string.Join(" and ", segmenter.GetOutputPaths(input))}");

    private void WarnOfBatch()
    {
        foreach (string warning in _batch.TakeWarnings())
            WriteWarning(warning);
    }
}
