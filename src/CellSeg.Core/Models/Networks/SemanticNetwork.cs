using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Temporal;
using CellSeg.Schemas;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Networks;

/// <summary>
/// The network of the pixel-predicting schemas: backbone -> feature pyramid down to the finest level -> [temporal
/// module] -> one semantic head a map, or one for all (docs/method.md, 1 and 2).
/// </summary>
/// <remarks>Output: one tensor [N, channels, H, W] for each of <see cref="Schema.Maps"/>.</remarks>
internal sealed class SemanticNetwork : SegmentationNetwork
{
    private readonly int _finestLevel;
    private readonly FeaturePyramid _pyramid;
    private readonly TemporalLayer? _temporal;
    private readonly ModuleList<SemanticHead> _heads = [];

    public SemanticNetwork(ModelSpecification specification, MapSchema schema, WeightInitializer initializer)
        : base(nameof(SemanticNetwork), specification, initializer)
    {
        _finestLevel = specification.FinestLevel;
        _pyramid = new FeaturePyramid(initializer, [.. Backbone.LevelChannels.Skip(_finestLevel - 1)], levelCount: 1, specification);
        _temporal = TemporalLayer.Create(initializer, specification);
        foreach (var maps in specification.SharedHead ? [[.. schema.Maps]] : schema.Maps.Chunk(1))
            _heads.Add(new SemanticHead(initializer, maps, specification));
        register_module("pyramid", _pyramid);
        if (_temporal is not null)
            register_module("temporal", _temporal);
        register_module("heads", _heads);
    }

    public override IReadOnlyList<nn.Module> Heads => [_heads];

    /// <summary>Whether it can go down an image row by row: not where several frames belong together.</summary>
    public bool HasRows => _temporal is null;

    /// <summary>The same network as one that goes down an image row by row, with the weights that it has now.</summary>
    /// <param name="threads">Threads that compute at once; those of the machine when null.</param>
    public RowNetwork CreateRowNetwork(int? threads = null)
    {
        var graph = new RowGraph();
        var image = LayEncoder(graph, out var levels);
        var features = _pyramid.Lay(graph, [.. levels.Skip(_finestLevel - 1)]);
        var output = graph.End([.. _heads.Select(head => head.Lay(graph, features))]);
        return new RowNetwork(image, graph, output, threads);
    }

    public override Tensor[] forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _pyramid.forward([.. Encode(input).Skip(_finestLevel - 1)])[0];
        if (_temporal is not null)
            features = _temporal.forward(features);
        return [.. _heads.SelectMany(head => head.forward(features)).Select(map => map.MoveToOuterDisposeScope())];
    }
}
