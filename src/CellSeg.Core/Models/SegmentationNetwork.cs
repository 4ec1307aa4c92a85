using CellSeg.Models.Backbones;
using CellSeg.Models.Layers;
using CellSeg.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models;

/// <summary>
/// The network of the pixel-predicting schemas: [location channels] -> 1x1 convolution to three channels ->
/// backbone -> feature pyramid from the finest level to C5 -> one semantic head a map (docs/method.md, 1 and 2).
/// </summary>
/// <remarks>
/// Input [N, channels, H, W], normalised, H and W multiples of <see cref="SizeStep"/>. Output: one tensor
/// [N, maps, H, W] in float32 for each of <see cref="ModelSpecification.GetMaps"/>.
/// </remarks>
internal sealed class SegmentationNetwork : nn.Module<Tensor, Tensor[]>
{
    /// <summary>The coarsest stride: heights and widths are multiples of it.</summary>
    public const int SizeStep = 32;

    private readonly int _finestLevel;

    private readonly LocationLayer? _location;
    private readonly Convolution2d _channels;
    private readonly Backbone _backbone;
    private readonly FeaturePyramid _pyramid;
    private readonly ModuleList<SemanticHead> _heads = [];

    public SegmentationNetwork(ModelSpecification specification) : base(nameof(SegmentationNetwork))
    {
        var random = new RandomSource(specification.Seed);
        _finestLevel = specification.FinestLevel;
        if (specification.LocationLayer)
            _location = new LocationLayer();
        _channels = new Convolution2d(random, specification.InputChannels + (_location is null ? 0 : 2), 3, 1);
        StartAsGrey(specification.InputChannels);
        _backbone = CreateBackbone(specification, random);
        _pyramid = new FeaturePyramid(random, [.. _backbone.LevelChannels.Skip(_finestLevel - 1)], specification.PyramidWidth, specification.DepthwisePyramid);
        foreach (var map in specification.GetMaps())
        {
            var (outputs, activation) = map == PredictedMap.Foreground ? (2, HeadActivation.Softmax) : (1, HeadActivation.Relu);
            _heads.Add(new SemanticHead(random, outputs, activation, specification));
        }
        register_module("channels", _channels);
        register_module("backbone", _backbone);
        register_module("pyramid", _pyramid);
        register_module("heads", _heads);
    }

    /// <summary>The feature extractor, whose weights may come from elsewhere.</summary>
    public Backbone Backbone => _backbone;

    /// <summary>The type that convolutions compute in; weights and outputs are float32 whatever it is.</summary>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    public override Tensor[] forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_location is not null)
            input = _location.forward(input);
        input = _channels.forward(ChannelsLast.Convert(input)).to(ComputeType);
        var levels = _backbone.forward(input);
        var finest = _pyramid.forward([.. levels.Skip(_finestLevel - 1)]);
        return [.. _heads.Select(head => head.forward(finest).MoveToOuterDisposeScope())];
    }

    /// <summary>
    /// Each of the backbone's three inputs starts as the mean of the image's channels, which is what a grey photograph
    /// looks like to weights that were trained on photographs.
    /// </summary>
    private void StartAsGrey(int imageChannels)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _channels.Weight.zero_();
        _channels.Weight.narrow(1, 0, imageChannels).fill_(1.0 / imageChannels);
    }

    private static Backbone CreateBackbone(ModelSpecification specification, RandomSource random) => specification.Backbone switch
    {
        BackboneKind.MobileNetV2 => new MobileNetV2(random, specification.BackboneOptions),
        _ => throw new InvalidOperationException($"The backbone {specification.Backbone} is unknown."),
    };
}
