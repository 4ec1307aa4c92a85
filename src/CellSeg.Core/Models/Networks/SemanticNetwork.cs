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
    private (ulong Hash, ConcurrentDictionary<object, FoldedConvolution> Weights)? _folded;

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

    /// <summary>The same network as one that goes down an image row by row, with the weights that it has now.</summary>
    /// <param name="threads">Threads that compute at once; those of the machine when null.</param>
    /// <param name="bandRows">Rows of the image that are computed at once; chosen by its width when null.</param>
    public RowNetwork CreateRowNetwork(int? threads = null, int? bandRows = null)
    {
        var graph = new RowGraph(GetFoldedWeights());
        RowMap[] frames = [.. Enumerable.Range(0, _frames).Select(_ => _pyramid.Lay(graph, [.. LayEncoder(graph).Skip(_finestLevel - 1)]))];
        if (_temporal is not null)
            frames = _temporal.Lay(graph, frames);
        var output = graph.End([.. frames.SelectMany(frame => _heads.Select(head => head.Lay(graph, frame)))]);
        return new RowNetwork(graph, output, threads) { BandRows = bandRows };
    }

    /// <summary>
    /// The weights as rows need them, as far as they have been made: those of the last time, unless the network has others by now.
    /// To fold and order them takes as long as a small image.
    /// </summary>
    private ConcurrentDictionary<object, FoldedConvolution> GetFoldedWeights()
    {
        var hash = new XxHash3();
        foreach (var tensor in parameters().Cast<Tensor>().Concat(buffers()))
        {
            if (tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous())
                return NewWeights();
            hash.Append(tensor.bytes);
        }
        lock (_gate)
        {
            if (_folded is not { } known || known.Hash != hash.GetCurrentHashAsUInt64())
                _folded = known = (hash.GetCurrentHashAsUInt64(), NewWeights());
            return known.Weights;
        }

        static ConcurrentDictionary<object, FoldedConvolution> NewWeights() => new(ReferenceEqualityComparer.Instance);
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
