using System.Collections.Concurrent;
using System.IO.Hashing;
using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
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
    private readonly Lock _gate = new();
    private readonly int _finestLevel, _frames;
    private readonly FeaturePyramid _pyramid;
    private readonly TemporalLayer? _temporal;
    private readonly ModuleList<SemanticHead> _heads = [];
    private (ulong Hash, RowNetworks Networks)? _rows;

    public SemanticNetwork(ModelSpecification specification, MapSchema schema, WeightInitializer initializer)
        : base(nameof(SemanticNetwork), specification, initializer)
    {
        (_finestLevel, _frames) = (specification.FinestLevel, specification.Temporal.FramesPerBatch);
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

    /// <summary>
    /// The same network as ones that go down an image row by row, with the weights that it has now. What was made the last time is
    /// used again, unless the network has other weights by now: to make it takes as long as a small image.
    /// </summary>
    public RowNetworks GetRowNetworks()
    {
        if (HashWeights() is not { } hash)
            return new RowNetworks(CreateRowNetwork);
        lock (_gate)
        {
            if (_rows is not { } known || known.Hash != hash)
                _rows = known = (hash, new RowNetworks(CreateRowNetwork));
            return known.Networks;
        }
    }

    private (RowGraph Graph, RowOutput Output) CreateRowNetwork(ConcurrentDictionary<object, FoldedConvolution> weights)
    {
        var graph = new RowGraph(weights);
        RowMap[] frames = [.. Enumerable.Range(0, _frames).Select(_ => _pyramid.Lay(graph, [.. LayEncoder(graph).Skip(_finestLevel - 1)]))];
        if (_temporal is not null)
            frames = _temporal.Lay(graph, frames);
        return (graph, graph.End([.. frames.SelectMany(frame => _heads.Select(head => head.Lay(graph, frame)))]));
    }

    /// <summary>What tells weights from others; null where they are not at hand.</summary>
    private ulong? HashWeights()
    {
        var hash = new XxHash3();
        foreach (var tensor in parameters().Cast<Tensor>().Concat(buffers()))
        {
            if (tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous())
                return null;
            hash.Append(tensor.bytes);
        }
        return hash.GetCurrentHashAsUInt64();
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
