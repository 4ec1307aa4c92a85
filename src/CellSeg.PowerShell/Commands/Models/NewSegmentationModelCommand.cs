using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Detection;
using CellSeg.Models.Specifications;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>Makes a model to be trained: its start weights are random, those of the backbone published ones if given.</summary>
[Cmdlet(VerbsCommon.New, "SegmentationModel")]
[OutputType(typeof(SegmentationModel))]
public sealed class NewSegmentationModelCommand : CellSegCmdlet
{
    /// <summary>What the network predicts and how cells are made of it.</summary>
    [Parameter(Position = 0)]
    public SegmentationSchema Schema { get; set; } = SegmentationSchema.Watershed;

    /// <summary>The feature extractor.</summary>
    [Parameter(Position = 1)]
    public BackboneKind Backbone { get; set; } = BackboneKind.MobileNetV2;

    /// <summary>Settings to start from; the other parameters go before them.</summary>
    [Parameter]
    public ModelPreset Preset { get; set; }

    /// <summary>Tells each pixel its row and column.</summary>
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

    /// <summary>Frames of a movie that go through the network together.</summary>
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

    /// <summary>How images are brought to a common scale.</summary>
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

    /// <summary>Equal seeds give equal start weights.</summary>
    [Parameter]
    [OptionOf<ModelSpecification>]
    public long Seed { get; set; }

    /// <summary>What to call the model; made of schema and backbone when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Makes the model.</summary>
    protected override void EndProcessing()
    {
        var specification = CreateSpecification();
        if (BackboneWeightPath is null)
        {
            WriteObject(OrEnd(() => new SegmentationModel(specification, Name), Errors.ModelNotMade));
            return;
        }
        string path = OrEnd(() => SessionPath.GetFull(this, BackboneWeightPath), Errors.PathNotFound);
        var weights = OrEnd(() => PretrainedBackbone.Read(path), Errors.BackboneWeightsUnusable);
        var options = OrEnd(() => weights.Adapt(specification.BackboneOptions), Errors.BackboneWeightsUnusable);
        var model = OrEnd(
            () => new SegmentationModel(specification with { BackboneOptions = options }, Name), Errors.ModelNotMade);
        WriteObject(OrEnd(() => Load(weights, model), Errors.BackboneWeightsUnusable));
    }

    private ModelSpecification CreateSpecification()
    {
        var specification = WithBound(ModelPresets.Create(Preset, Schema, Backbone));
        return AnchorSource is null ? specification : AnchorChoice.Fit(specification, FindBoxes(AnchorSource));
    }

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
