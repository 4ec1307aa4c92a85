using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
using CellSeg.Models.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// A feature pyramid (Lin et al. 2017; thesis figure 1; docs/method.md, 2.1): each backbone level is brought to the same width
/// by a 1x1 convolution, coarser levels are upsampled and added to finer ones, and each level that is asked for goes
/// through a 3x3 convolution. Levels beyond the backbone's are made from its coarsest by strided convolutions.
/// </summary>
/// <remarks>Input: backbone levels, finest first. Output: pyramid levels [N, width, H, W], finest first.</remarks>
internal sealed class FeaturePyramid : nn.Module<IReadOnlyList<Tensor>, Tensor[]>
{
    private readonly ModuleList<Convolution2d> _lateral = [];
    private readonly ModuleList<Convolution2d> _output = [];
    private readonly ModuleList<Convolution2d> _coarser = [];
    // One a level of the backbone, finest first; none in a plain pyramid.
    private readonly ModuleList<Convolution2d> _refining = [];
    private readonly ModuleList<BatchNormalization> _norms = [];
    private readonly bool _nearest;

    /// <param name="initializer">Draws the start weights.</param>
    /// <param name="levelChannels">Channels of the backbone levels, finest first.</param>
    /// <param name="levelCount">Pyramid levels to give, from the finest on.</param>
    /// <param name="specification">Decides the width, the kind of convolutions and of upsampling.</param>
    public FeaturePyramid(
        WeightInitializer initializer, IReadOnlyList<int> levelChannels, int levelCount, ModelSpecification specification)
        : base(nameof(FeaturePyramid))
    {
        int width = specification.PyramidWidth;
        _nearest = specification.NearestUpsampling;
        foreach (int channels in levelChannels)
            _lateral.Add(new Convolution2d(initializer, channels, width, 1));
        for (int i = 0; i < Math.Min(levelCount, levelChannels.Count); i++)
            _output.Add(new Convolution2d(initializer, width, width, 3, groups: specification.DepthwisePyramid ? width : 1));
        for (int i = levelChannels.Count; i < levelCount; i++)
        {
            _coarser.Add(new Convolution2d(
                initializer, i == levelChannels.Count ? levelChannels[^1] : width, width, 3, stride: 2,
                padding: ConvolutionPadding.TensorFlowSame));
        }
        for (int i = 0; specification.RefinedPyramid && i < levelChannels.Count; i++)
        {
            _refining.Add(new Convolution2d(initializer, width, width, 3, bias: false));
            _norms.Add(new BatchNormalization(width, 1e-3, specification.HeadMomentum));
        }
        register_module("lateral", _lateral);
        register_module("output", _output);
        register_module("coarser", _coarser);
        // A plain pyramid keeps the parts, and so the files, that it has always had.
        if (_refining.Count > 0)
        {
            register_module("refining", _refining);
            register_module("norms", _norms);
        }
    }

    public override Tensor[] forward(IReadOnlyList<Tensor> levels)
    {
        using var scope = NewDisposeScope();
        var result = new Tensor[_output.Count + _coarser.Count];
        Tensor? merged = null;
        for (int i = levels.Count - 1; i >= 0; i--)
        {
            var lateral = _lateral[i].forward(levels[i]);
            merged = Refine(merged is null ? lateral : Upsampling.Double(merged, _nearest).Plus(lateral), i);
            if (i < _output.Count)
                result[i] = _output[i].forward(merged);
        }
        for (int i = 0; i < _coarser.Count; i++)
            result[_output.Count + i] = _coarser[i].forward(i == 0 ? levels[^1] : nn.functional.relu(result[_output.Count + i - 1]));
        return [.. result.Select(level => level.MoveToOuterDisposeScope())];
    }

    /// <summary>The layers behind the finest level of a pyramid that gives no other.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="levels">Backbone levels, finest first.</param>
    public RowMap Lay(RowGraph graph, IReadOnlyList<RowMap> levels)
    {
        RowMap? merged = null;
        for (int i = levels.Count - 1; i >= 0; i--)
        {
            // The narrow level waits for the coarser ones, and not the wide map that is made of it.
            merged = graph.Convolve(levels[i], _lateral[i], addend: merged is null ? null : graph.Double(merged, _nearest));
            if (_refining.Count > 0)
                merged = graph.Convolve(merged, _refining[i], _norms[i], Rectifier.Relu);
        }
        return graph.Convolve(merged!, _output[0]);
    }

    /// <summary>A merged level after its own convolution, norm and rectifier, where the pyramid has them.</summary>
    private Tensor Refine(Tensor merged, int i)
        => _refining.Count == 0 ? merged : nn.functional.relu(_norms[i].forward(_refining[i].forward(merged)));
}
