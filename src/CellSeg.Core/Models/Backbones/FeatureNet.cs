using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Backbones;

/// <summary>
/// FeatureNet as a backbone (docs/method.md, 1.4): five equal blocks of two 3x3 convolutions, each with batch norm and
/// ReLU, and a maximum over 2x2 pixels that halves the size. Levels are taken behind the maximum.
/// </summary>
internal sealed class FeatureNet : Backbone
{
    private const int Filters = 32;

    private readonly ModuleList<Sequential> _blocks = [];

    public FeatureNet(WeightInitializer initializer, BackboneOptions options, int levelCount) : base(nameof(FeatureNet), levelCount)
    {
        for (int i = 0; i < levelCount; i++)
            _blocks.Add(Block(initializer, options, i == 0 ? 3 : Filters));
        register_module("blocks", _blocks);
    }

    protected override IReadOnlyList<int> AllLevelChannels { get; } = [Filters, Filters, Filters, Filters, Filters];

    public override Tensor[] forward(Tensor input, ScalarType type)
    {
        input = input.to(type);
        var levels = new List<Tensor>(_blocks.Count);
        foreach (var block in _blocks)
            levels.Add(input = block.forward(input));
        return [.. levels];
    }

    public override RowMap[] Lay(RowGraph graph, RowMap image)
    {
        var levels = new List<RowMap>(_blocks.Count);
        foreach (var block in _blocks)
            levels.Add(image = graph.Follow(image, block));
        return [.. levels];
    }

    private static Sequential Block(WeightInitializer initializer, BackboneOptions options, int inputs) => nn.Sequential(
        ("0", new Convolution2d(initializer, inputs, Filters, 3)),
        ("1", new BatchNormalization(Filters, options.BatchNormEpsilon, options.BatchNormMomentum)),
        ("2", nn.ReLU()),
        ("3", new Convolution2d(initializer, Filters, Filters, 3)),
        ("4", new BatchNormalization(Filters, options.BatchNormEpsilon, options.BatchNormMomentum)),
        ("5", nn.ReLU()),
        ("6", nn.MaxPool2d(2)));
}
