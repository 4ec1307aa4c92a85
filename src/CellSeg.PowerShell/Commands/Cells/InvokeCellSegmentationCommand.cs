using System.Diagnostics;
using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Imaging.Inspection;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Scaling;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;
using CellSeg.PowerShell.Completion;
using CellSeg.Training;

namespace CellSeg.PowerShell.Commands.Cells;

/// <summary>
/// Finds the cells in image files, in a data set, or in the test part that a training has left aside. What cannot be
/// segmented is an error record; the batch goes on.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "CellSegmentation", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CellSegmentation))]
public sealed class InvokeCellSegmentationCommand : PathCmdlet
{
    private const string DatasetSet = "Dataset", TrainingSet = "TrainingResult";

    private static int _hasToldDefault;

    private readonly HashSet<ImageWarningKind> _warned = [];
    private CellSegmenter? _segmenter;
    private SegmentationModel[] _segmenterModels = [];
    private string? _destination;

    /// <summary>A data set, all frames of which are segmented.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>The result of a training: its model segments the test part of its split.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TrainingSet)]
    [ValidateNotNull]
    public ModelTrainingResult TrainingResult { get; set; } = null!;

    /// <summary>
    /// The model: the name of a bundled one, a model folder, the result of a training, or a model. A training's result from the
    /// pipe brings its own; where the parameter is left out, the bundled model nuclei is taken, for nuclei in fluorescence images.
    /// A folder that is named like a bundled model is written as a path, such as ./nuclei. The maps of several, by commas, are
    /// averaged, which takes as many times the time: they have the same schema, maps, channels and frames per batch, and cells
    /// are made by the decoder options of the first.
    /// </summary>
    [Parameter]
    [ModelTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public SegmentationModel[]? Model { get; set; }

    /// <summary>A folder to write to; made when missing. Nothing is written without it.</summary>
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

    /// <summary>Cells with fewer pixels of the image are removed, at whatever scale the network sees it; the model's own minimum when left out.</summary>
    [Parameter]
    [OptionOf<SegmenterOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int MinimumArea { get; set; }

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
    public SliceSelector? Slice { get; set; }

    /// <summary>
    /// Cells are dark on bright ground: the model sees the negative of each image. What is measured and drawn is the image
    /// as it is. Data sets that were imported with -Invert need no switch here.
    /// </summary>
    [Parameter]
    [OptionOf<SegmenterOptions>]
    public SwitchParameter Invert { get; set; }

    /// <summary>
    /// How large the cells of the images are, in pixels, or Auto to estimate it from each image: the network then sees images
    /// scaled to the cells that it knows best. Labels have the size of the image in any case. Images stay as they are where the
    /// sizes differ by less than a factor of 1.25, by Auto where cells are 0.6 to 2 times as large as the best; Auto enlarges
    /// at most 2 times. When left out, images are seen as they are.
    /// </summary>
    [Parameter]
    [OptionOf<SegmenterOptions>]
    public DiameterSelector Diameter { get; set; }

    /// <summary>
    /// Micrometres a pixel of the images, whatever the files say: tables are in micrometres, and the network sees images scaled to
    /// the pixels that it knows, if it knows any and they differ by a factor of 1.25 or more. Not together with -Diameter.
    /// </summary>
    [Parameter]
    [OptionOf<SegmenterOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double PixelSize { get; set; }

    /// <summary>Height and width of the tiles in which larger images go through the network, a multiple of 32.</summary>
    [Parameter]
    [OptionOf<PredictorOptions>]
    [ValidateRange(256, 1 << 15)]
    public int TileSize { get; set; }

    /// <summary>
    /// The ways round in which the model sees an image, whose maps are turned back and averaged: Flips are four and take 4 times
    /// the time, All are eight and take 8 times the time. Not for models of the schema RetinaMask or with a location layer.
    /// </summary>
    [Parameter]
    [OptionOf<PredictorOptions>]
    public TestTimeAugmentation TestTimeAugmentation { get; set; }

    /// <summary>Where to compute. Auto is the processor, on which results repeat to the bit.</summary>
    [Parameter]
    [OptionOf<PredictorOptions>]
    public ComputeDevice Device { get; set; }

    /// <summary>The number type of convolutions. Auto is float32; BFloat16 is faster where the processor has it, and less exact.</summary>
    [Parameter]
    [OptionOf<PredictorOptions>]
    public ComputePrecision Precision { get; set; }

    /// <summary>Replaces results that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks where to write.</summary>
    protected override void BeginProcessing()
    {
        if (DestinationPath is not null)
            _destination = OrEnd(() => GetOutputPath(DestinationPath), Errors.PathNotFound);
        else if (IsBound(nameof(OutputFormat)))
            ThrowTerminatingError(Errors.OutputWithoutDestination());
    }

    /// <summary>Segments what this record names.</summary>
    protected override void ProcessRecord()
    {
        var segmenter = GetSegmenter();
        var inputs = FindInputs().Select(input => IsBound(nameof(PixelSize)) ? input with { PixelSize = PixelSize } : input)
            .Where(input => IsConfirmed(segmenter, input)).ToList();
        if (inputs.Count > 0)
            RunInBackground("Segmenting cells", output => Segment(segmenter, inputs, output));
    }

    private CellSegmenter GetSegmenter()
    {
        var models = Model ?? (ParameterSetName == TrainingSet ? [TrainingResult.Model] : _segmenterModels);
        if (models.Length == 0)
            models = [LoadDefault()];
        // One segmenter for all records: it knows which output came from which input.
        if (_segmenter is not null && models.SequenceEqual(_segmenterModels))
            return _segmenter;
        (_segmenter, _segmenterModels) = (OrEnd(() => new CellSegmenter(models, Options), Errors.InvalidOption), models);
        if (_segmenter.PassCount is > 1 and var passes)
        {
            string looks = IsBound(nameof(Diameter)) && Diameter.Pixels is null ? ", besides the looks by which its scale is found" : "";
            WriteVerbose($"Each image goes through a network {passes} times, which takes {passes} times as long{looks}: {Describe(models)}.");
        }
        if (_segmenter.Warning is { } warning)
            WriteWarning(warning);
        return _segmenter;
    }

    /// <summary>The bundled model. The first time in a process, people are told which one it is.</summary>
    private SegmentationModel LoadDefault()
    {
        if (OrEnd(() => ModelLibrary.FindBundled(ModelLibrary.DefaultName), Errors.PathNotFound) is not { } folder)
        {
            ThrowTerminatingError(Errors.NoModel());
            throw new UnreachableException();
        }
        if (Interlocked.Exchange(ref _hasToldDefault, 1) == 0)
        {
            const string text = $"No -Model was given: segmenting with the bundled model {ModelLibrary.DefaultName}, for nuclei in fluorescence images.";
            WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST", "Model"]);
        }
        return OrEnd(() => ModelFolder.Load(folder), Errors.ModelUnreadable);
    }

    private string Describe(SegmentationModel[] models)
        => $"models {string.Join(" + ", models.Select(model => model.Name))}, test-time augmentation {TestTimeAugmentation}";

    private SegmenterOptions Options => WithBound(new SegmenterOptions
    {
        Predictor = WithBound(new PredictorOptions()),
        DestinationPath = _destination,
        Outputs = OutputFormat,
        Overwrite = Force,
    });

    private IEnumerable<SegmentationInput> FindInputs()
    {
        switch (ParameterSetName)
        {
            case DatasetSet:
                return SegmentationInput.FromDataset(InputObject);
            case TrainingSet:
                if (TrainingResult.Split.Test.MovieCount == 0)
                    WriteError(Errors.NoTestPart(TrainingResult.Split.Test.Name));
                return SegmentationInput.FromDataset(TrainingResult.Split.Test);
            default:
                return FindImages().SelectMany(FindFrames);
        }
    }

    /// <summary>The files of this record, without what came of segmenting them or others before.</summary>
    private IReadOnlyList<string> FindImages()
    {
        var (files, _) = FindInputFiles(listing =>
        {
            LeaveOut(listing.Results);
            return listing.Images;
        });
        // Names that a script has collected may be those of an image and of its labels, too.
        var results = new FileListing(files, LabelNames).FindResultsOfImages();
        LeaveOut(results);
        if (!MyInvocation.ExpectingInput)
            WarnOfLeftOut();
        return [.. files.Except(results)];
    }

    private IReadOnlyList<SegmentationInput> FindFrames(string file)
    {
        IReadOnlyList<SegmentationInput> frames = [];
        OrSkip(() => frames = SegmentationInput.FromFile(file, new ImageSelection { Channels = Channel, Slice = Slice }), Errors.ImageNotSegmented);
        return frames;
    }

    private bool IsConfirmed(CellSegmenter segmenter, SegmentationInput input)
        => _destination is null || ShouldProcess(input.Path, $"Segment to {string.Join(" and ", segmenter.GetOutputPaths(input))}");

    private int Segment(CellSegmenter segmenter, List<SegmentationInput> inputs, BackgroundRun output)
    {
        int done = 0;
        foreach (var input in inputs)
        {
            output.Stopping.ThrowIfCancellationRequested();
            output.ReportProgress(done / (double)inputs.Count, $"{done + 1} of {inputs.Count}: {input.Name}");
            try
            {
                var found = segmenter.Segment(input, output.Stopping);
                foreach (var warning in found.Warnings.Where(warning => _warned.Add(warning.Kind) || !warning.IsForAll))
                    output.WriteWarning($"{input.Movie.Describe(input.Frame)}: {warning.Text}");
                output.WriteObject(found);
            }
            catch (CellSegException e)
            {
                output.WriteError(Errors.ImageNotSegmented(e));
            }
            done++;
        }
        return done;
    }
}
