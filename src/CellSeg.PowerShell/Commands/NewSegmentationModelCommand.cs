using System.Management.Automation;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Backbones;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

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
    public SwitchParameter LocationLayer { get; set; }

    /// <summary>A safetensors file with published weights of the backbone, under torchvision's names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackboneWeightPath { get; set; }

    /// <summary>How images are brought to a common scale.</summary>
    [Parameter]
    public ImageNormalization Normalization { get; set; }

    /// <summary>Channels of the images.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int InputChannels { get; set; } = 1;

    /// <summary>Equal seeds give equal start weights.</summary>
    [Parameter]
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
        var model = OrEnd(() => new SegmentationModel(specification with { BackboneOptions = options }, Name), Errors.ModelNotMade);
        WriteObject(OrEnd(() => Load(weights, model), Errors.BackboneWeightsUnusable));
    }

    private ModelSpecification CreateSpecification()
    {
        var preset = ModelPresets.Create(Preset);
        return preset with
        {
            Schema = Schema,
            Backbone = Backbone,
            LocationLayer = IsBound(nameof(LocationLayer)) ? LocationLayer : preset.LocationLayer,
            Normalization = IsBound(nameof(Normalization)) ? Normalization : preset.Normalization,
            InputChannels = InputChannels,
            Seed = Seed,
        };
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
