using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
using CellSeg.Schemas;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// Turns the finest pyramid level into maps, one output each (thesis section 2.2; docs/method.md, 2.2): a 3x3 convolution and a
/// doubling of the size for every level up to the image, then two 1x1 convolutions with batch norm and ReLU between
/// them, and a last activation.
/// </summary>
/// <remarks>
/// The 1x1 convolutions may stand before the last doubling instead of behind it. What they compute is then
/// interpolated rather than computed from interpolated features; the weights are the same in number and meaning, the
/// widest maps are a quarter of the size, and steps take about half the time.
/// </remarks>
internal sealed class SemanticHead : nn.Module<Tensor, Tensor[]>
{
    private readonly ModuleList<Convolution2d> _convolutions = [];
    private readonly Convolution2d _hidden, _output;
    private readonly BatchNormalization _norm;
    private readonly IReadOnlyList<OutputMap> _maps;
    private readonly ModelSpecification _specification;

    /// <param name="initializer">Draws the start weights.</param>
    /// <param name="maps">What to predict: a distance is kept at or above zero, classes become probabilities.</param>
    /// <param name="specification">Decides the widths, the number of doublings (one for each level) and the order of the layers.</param>
    public SemanticHead(WeightInitializer initializer, IReadOnlyList<OutputMap> maps, ModelSpecification specification)
        : base(nameof(SemanticHead))
    {
        int width = specification.HeadWidth;
        for (int i = 0; i < specification.FinestLevel; i++)
            _convolutions.Add(new Convolution2d(initializer, i == 0 ? specification.PyramidWidth : width, width, 3));
        _hidden = new Convolution2d(initializer, width, 2 * width, 1);
        _norm = new BatchNormalization(2 * width, 1e-3, specification.HeadMomentum);
        _output = new Convolution2d(initializer, 2 * width, maps.Sum(map => map.Channels), 1);
        (_maps, _specification) = (maps, specification);
        register_module("convolutions", _convolutions);
        register_module("hidden", _hidden);
        register_module("norm", _norm);
        register_module("output", _output);
    }

    /// <summary>One tensor a map.</summary>
    public override Tensor[] forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        for (int i = 0; i < _convolutions.Count; i++)
        {
            input = _convolutions[i].forward(input);
            if (_specification.HeadRectifiers)
                input = nn.functional.relu(input);
            if (i < _convolutions.Count - 1 || !_specification.UpsampleLast)
                input = Upsampling.Double(input);
        }
        // From here on in float32: the outputs are few and their small values matter.
        var output = _output.forward(nn.functional.relu(_norm.forward(_hidden.forward(input)))).to(ScalarType.Float32);
        if (_specification.UpsampleLast)
            output = Upsampling.Double(output);
        var channels = output.split([.. _maps.Select(map => (long)map.Channels)], 1);
        return [.. _maps.Zip(channels, (map, part) => Activate(map, part).MoveToOuterDisposeScope())];
    }

    /// <summary>The layers of the head.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="input">The finest level of the pyramid.</param>
    /// <returns>All channels before the last activation, and the maps that they are.</returns>
    public (RowMap Map, IReadOnlyList<OutputMap> Parts) Lay(RowGraph graph, RowMap input)
    {
        for (int i = 0; i < _convolutions.Count; i++)
        {
            input = graph.Convolve(input, _convolutions[i], null, _specification.HeadRectifiers ? Rectifier.Relu : Rectifier.None);
            if (i < _convolutions.Count - 1 || !_specification.UpsampleLast)
                input = graph.Double(input);
        }
        var output = graph.Convolve(graph.Convolve(input, _hidden, _norm, Rectifier.Relu), _output);
        return (_specification.UpsampleLast ? graph.Double(output) : output, _maps);
    }

    private Tensor Activate(OutputMap map, Tensor output)
    {
        if (!map.IsDistance)
            return nn.functional.softmax(output, 1);
        return training && !_specification.RectifyInTraining ? output : nn.functional.relu(output);
    }
}
