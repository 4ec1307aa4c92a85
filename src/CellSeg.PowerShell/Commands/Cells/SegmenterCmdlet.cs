using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using CellSeg.Decoding;
using CellSeg.Inference;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Scaling;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;
using CellSeg.PowerShell.Completion;
using CellSeg.PowerShell.Completion.Options;

namespace CellSeg.PowerShell.Commands.Cells;

/// <summary>A command that finds cells by a model: which model, how images are shown to it, and where it computes.</summary>
public abstract class SegmenterCmdlet : PathCmdlet
{
    private static int _hasToldDefault;

    private CellSegmenter? _segmenter;
    private SegmentationModel[] _models = [];
    private DefaultModel? _default;

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

    /// <summary>Cells with fewer pixels of the image are removed, at whatever scale the network sees it; the model's own minimum when left out.</summary>
    [Parameter]
    [OptionOf<SegmenterOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int MinimumArea { get; set; }

    /// <summary>
    /// How what the network predicts becomes cells, where it is not to be as the (first) model has it, by the names of its decoder's
    /// options, such as <c>@{ ForegroundThreshold = 0.4 }</c>. -MinimumArea goes before the one in the table.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DecoderOptionCompleter))]
    [ValidateNotNull]
    public Hashtable DecoderOption { get; set; } = [];

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
    [ArgumentCompleter(typeof(DiameterCompleter))]
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

    /// <summary>
    /// How much of an image is computed at once, a multiple of 32. On a graphics card and in bfloat16 it is the height and width of
    /// the tiles in which larger images go through the network, at least 384 and 1024 when left out. Otherwise networks go down an
    /// image row by row, a sixteenth of it at a time (fewer of very wide images), or as many rows as suit the processor's caches when
    /// left out; labels are the same to the bit whatever it is. Not for models of the schema RetinaMask: theirs depend on what is seen at once.
    /// </summary>
    [Parameter]
    [OptionOf<PredictorOptions>]
    [ValidateRange(32, 1 << 15)]
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

    /// <summary>
    /// The number type of convolutions. Auto is float32, for which the processor has the fastest way here; BFloat16 is for graphics
    /// cards, and less exact.
    /// </summary>
    [Parameter]
    [OptionOf<PredictorOptions>]
    public ComputePrecision Precision { get; set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _default?.Dispose();
    }

    /// <summary>The segmenter for a record: the one of the record before, where its models are the same.</summary>
    /// <param name="own">The model that the record brings with it, which -Model goes before; null where it brings none.</param>
    /// <param name="outputs">What to write, and where to.</param>
    private protected CellSegmenter GetSegmenter(SegmentationModel? own, SegmenterOptions outputs)
    {
        var models = Model ?? (own is null ? _models : [own]);
        if (models.Length == 0)
            models = [LoadDefault()];
        // One segmenter for all records: it knows which output came from which input.
        if (_segmenter is not null && models.SequenceEqual(_models))
            return _segmenter;
        (_segmenter, _models) = (OrEnd(() => new CellSegmenter(models, CreateOptions(models[0], outputs)), Errors.InvalidOption), models);
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
        _default = OrEnd(() => DefaultModel.Rent(folder), Errors.ModelUnreadable);
        return _default.Model;
    }

    private string Describe(SegmentationModel[] models)
        => $"models {string.Join(" + ", models.Select(model => model.Name))}, test-time augmentation {TestTimeAugmentation}";

    private SegmenterOptions CreateOptions(SegmentationModel model, SegmenterOptions outputs) => WithBound(outputs with
    {
        Decoder = DecoderOption.Count > 0 ? CreateDecoder(model) : null,
        Predictor = WithBound(new PredictorOptions()),
    });

    private DecoderOptions CreateDecoder(SegmentationModel model)
    {
        var decoder = OptionTable.Apply(model.Decoder, DecoderOption);
        OrEnd(
            () => OptionTable.RefuseUnused(model.Decoder, decoder, UnusedDecoderOptions.Find(decoder, model.Specification.ForegroundHead)),
            Errors.OptionWithoutEffect);
        return decoder;
    }
}
