using System.Collections;
using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Detection;
using CellSeg.Models.Specifications;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Completion.Options;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>Makes a model to be trained: its start weights are random, those of the backbone published ones if given.</summary>
[Cmdlet(VerbsCommon.New, "SegmentationModel")]
[OutputType(typeof(SegmentationModel))]
public sealed class NewSegmentationModelCommand : CellSegCmdlet
{
    /// <summary>Values that have a parameter alone, since presets depend on them, and no place in a table.</summary>
    internal static readonly string[] ReservedOptions = [nameof(Schema), nameof(Backbone)];

    /// <summary>What the network predicts and how cells are made of it.</summary>
    [Parameter(Position = 0)]
    public SegmentationSchema Schema { get; set; } = SegmentationSchema.Watershed;

    /// <summary>The network that finds features, on which the rest of the model stands.</summary>
    [Parameter(Position = 1)]
    public BackboneKind Backbone { get; set; } = BackboneKind.MobileNetV2;

    /// <summary>
    /// Settings to start from; the other parameters go before them. <c>Thesis</c> has the graph of the thesis, and the decoder of
    /// 2020, with which <c>Start-ModelTraining -Preset Thesis</c> goes: that one tunes nothing, and its images are tiles,
    /// <c>Split-CellDataset -TestTileSize 128</c>. It differs from what ran in 2020 where that was a fault: Conv3D looks at all frames of a
    /// clip (<c>-Option @{ Temporal = @{ MixTime = $false } }</c> has it as it was), boxes reach to the image's border, and of
    /// overlapping masks none vanishes. ResNet50 with <c>-BackboneWeightPath</c> takes torchvision's version of the network. docs/method.md,
    /// section 10, lists all.
    /// </summary>
    [Parameter]
    public ModelPreset Preset { get; set; }

    /// <summary>Tells each pixel its row and column, as further channels of the image.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public SwitchParameter LocationLayer { get; set; }

    /// <summary>The pyramid filters each channel by itself, which makes the model smaller.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public SwitchParameter DepthwisePyramid { get; set; }

    /// <summary>Channels of the feature pyramid: fewer are faster.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(1, 4096)]
    public int PyramidWidth { get; set; }

    /// <summary>Levels of the pyramid are convolved once coarser ones are added to them, as in a U-Net, which costs most at the finest one.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public SwitchParameter RefinedPyramid { get; set; }

    /// <summary>
    /// The finest level of the pyramid, from which heads start: 1 has half the image's size, 2 a quarter, 3 an eighth. Finer
    /// levels see smaller cells and take longer.
    /// </summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(1, 4)]
    public int FinestLevel { get; set; }

    /// <summary>Channels of the heads of networks that predict maps: half of them are a quarter of the work. Not for RetinaMask.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(1, 4096)]
    public int HeadWidth { get; set; }

    /// <summary>One head predicts all maps; otherwise each has its own. Not for RetinaMask.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public SwitchParameter SharedHead { get; set; }

    /// <summary>Frames of a movie that go through the network together; 1 takes each by itself.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>("Temporal.FramesPerBatch")]
    [ValidateRange(1, 64)]
    public int FramesPerBatch { get; set; }

    /// <summary>How the network looks at the neighbours of a frame.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>("Temporal.Mode")]
    public TemporalMode TemporalMode { get; set; }

    /// <summary>Classes of a pixelwise model: 3, or 4 with edges between cells apart from others.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(3, 4)]
    public int PixelClasses { get; set; }

    /// <summary>A data set to whose cells the anchors of a RetinaMask model are fitted.</summary>
    [Parameter]
    [ValidateNotNull]
    public CellDataset? AnchorSource { get; set; }

    /// <summary>A safetensors file with published weights of the backbone, under torchvision's names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackboneWeightPath { get; set; }

    /// <summary>How the intensities of images are brought to a common scale.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public ImageNormalization Normalization { get; set; }

    /// <summary>The percentile of an image's intensities that becomes 0; with the normalisation Percentile only.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(0.0, 100.0)]
    public double LowPercentile { get; set; }

    /// <summary>The percentile of an image's intensities that becomes 1; with the normalisation Percentile only.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(0.0, 100.0)]
    public double HighPercentile { get; set; }

    /// <summary>Channels of the images, 1 when left out. A model of several takes images, or a choice by -Channel, of exactly so many.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    [ValidateRange(1, 1024)]
    public int InputChannels { get; set; }

    /// <summary>Seed of the start weights: equal seeds give equal ones.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public long Seed { get; set; }

    /// <summary>
    /// Any other value of the network's specification by its name, such as <c>@{ HeadRectifiers = $false }</c> or
    /// <c>@{ Detection = @{ ScalesPerLevel = 1 }; Temporal = @{ Residual = $false } }</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelOptionCompleter))]
    [ValidateNotNull]
    public Hashtable Option { get; set; } = [];

    /// <summary>
    /// How what the network predicts becomes cells, by the names of its schema's options, such as
    /// <c>@{ MarkerMethod = 'AllPeaks'; PeakRadius = 10 }</c>. A training tunes some of them unless it has <c>TuneDecoder</c> off.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(NewDecoderOptionCompleter))]
    [ValidateNotNull]
    public Hashtable DecoderOption { get; set; } = [];

    /// <summary>What to call the model; made of schema and backbone when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Makes the model.</summary>
    protected override void EndProcessing()
    {
        var specification = OrEnd(CreateSpecification, Errors.InvalidOption);
        var decoder = OrEnd(() => CreateDecoder(specification), Errors.InvalidOption);
        OrEnd(() => RefuseUnused(specification, decoder), Errors.OptionWithoutEffect);
        if (AnchorSource is not null)
            specification = Fix(AnchorChoice.Fit(specification, FindBoxes(AnchorSource)), nameof(AnchorSource));
        if (BackboneWeightPath is null)
        {
            WriteObject(OrEnd(() => new SegmentationModel(specification, Name) { Decoder = decoder }, Errors.ModelNotMade));
            return;
        }
        string path = OrEnd(() => SessionPath.GetFull(this, BackboneWeightPath), Errors.PathNotFound);
        var weights = OrEnd(() => PretrainedBackbone.Read(path), Errors.BackboneWeightsUnusable);
        var options = OrEnd(() => weights.Adapt(specification.BackboneOptions), Errors.BackboneWeightsUnusable);
        specification = Fix(specification with { BackboneOptions = options }, nameof(BackboneWeightPath));
        var model = OrEnd(() => new SegmentationModel(specification, Name) { Decoder = decoder }, Errors.ModelNotMade);
        WriteObject(OrEnd(() => Load(weights, model), Errors.BackboneWeightsUnusable));
    }

    private void RefuseUnused(ModelSpecification specification, DecoderOptions decoder)
    {
        OptionTable.RefuseUnused(ModelPresets.Create(Preset, Schema, Backbone), specification, UnusedModelOptions.Find(specification));
        OptionTable.RefuseUnused(
            ModelPresets.CreateDecoder(Preset, specification), decoder, UnusedDecoderOptions.Find(decoder, specification.ForegroundHead));
        if (AnchorSource is not null && Schema != SegmentationSchema.RetinaMask)
            throw new CellSegException(nameof(AnchorSource), $"a network of the schema {Schema} has no anchors", "Leave it out");
    }

    private ModelSpecification CreateSpecification()
    {
        var specification = WithOptions(ModelPresets.Create(Preset, Schema, Backbone));
        specification.Validate();
        return specification;
    }

    private DecoderOptions CreateDecoder(ModelSpecification specification)
    {
        var decoder = OptionTable.Apply(ModelPresets.CreateDecoder(Preset, specification), DecoderOption);
        specification.GetSchema().Validate(decoder);
        return decoder;
    }

    private ModelSpecification WithOptions(ModelSpecification specification)
        => WithBound(OptionTable.Apply(specification, Option, ReservedOptions));

    /// <summary>A specification of which data have decided something; what the user wants otherwise about it is an error.</summary>
    /// <param name="decided">The specification.</param>
    /// <param name="parameter">The parameter that has named the data.</param>
    private ModelSpecification Fix(ModelSpecification decided, string parameter) => OrEnd(() =>
    {
        var wanted = WithOptions(decided);
        var other = OptionTable.GetOptions(decided).FirstOrDefault(option => !Equals(option.GetValue(decided), option.GetValue(wanted)));
        return other is null ? decided : throw new CellSegException(
            other.Name, $"-{parameter} decides it: {other.GetValue(decided)}", $"Leave it out, or leave out -{parameter}");
    }, Errors.InvalidOption);

    private IEnumerable<CellBox> FindBoxes(CellDataset dataset)
    {
        foreach (var movie in dataset.Movies.Where(movie => movie.HasLabels))
        {
            for (int frame = 0; frame < movie.FrameCount; frame++)
            {
                LabelImage? labels = null;
                OrSkip(() => labels = movie.ReadLabels(frame), Errors.FrameUnusable);
                foreach (var box in labels is null ? [] : CellBoxes.Find(labels.Pixels, labels.Height, labels.Width))
                    yield return box;
            }
        }
    }

    private SegmentationModel Load(PretrainedBackbone weights, SegmentationModel model)
    {
        try
        {
            WriteVerbose(weights.LoadInto(model).ToString());
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
