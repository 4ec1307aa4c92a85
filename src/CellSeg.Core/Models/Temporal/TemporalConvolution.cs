using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
using static TorchSharp.torch;

namespace CellSeg.Models.Temporal;

/// <summary>A convolution through time and space, batch norm, ReLU (docs/method.md, 1.6).</summary>
internal sealed class TemporalConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Convolution3d _convolution;
    private readonly BatchNormalization _norm;

    public TemporalConvolution(WeightInitializer initializer, ModelSpecification specification) : base(nameof(TemporalConvolution))
    {
        int width = specification.PyramidWidth, frames = specification.Temporal.FramesPerBatch;
        _convolution = new Convolution3d(initializer, width, width, frames, specification.Temporal.MixTime ? frames : 1);
        _norm = new BatchNormalization(width, 1e-3, specification.HeadMomentum);
        register_module("convolution", _convolution);
        register_module("norm", _norm);
    }

    /// <summary>The layers of the module.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="frames">What goes in, the earliest frame of the clip first.</param>
    /// <returns>What comes out for each.</returns>
    public RowMap[] Lay(RowGraph graph, IReadOnlyList<RowMap> frames)
    {
        int padding = _convolution.Shape.Padding;
        var weights = graph.GetWeights(
            _convolution, () => RowLayout.Fold(_convolution.Shape, (padding, padding), _convolution.GetKernel(), _convolution.Bias, _norm));
        var parts = weights.SplitInputs(_convolution.Reach);
        int before = (_convolution.Reach - 1) / 2;
        return [.. Enumerable.Range(0, frames.Count).Select(frame =>
        {
            // Frames beyond the ends of a clip are zero and so add nothing.
            int[] offsets = [.. Enumerable.Range(0, parts.Count).Where(part => (uint)(frame + part - before) < (uint)frames.Count)];
            RowMap? sum = null;
            foreach (int part in offsets)
            {
                bool isLast = part == offsets[^1];
                // The bias is that of the whole, and comes in once.
                var own = isLast ? parts[part].WithBias(weights.Bias) : parts[part];
                sum = graph.Convolve(frames[frame + part - before], own, isLast ? Rectifier.Relu : Rectifier.None, sum);
            }
            return sum!;
        })];
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return nn.functional.relu(_norm.forward(_convolution.forward(input))).MoveToOuterDisposeScope();
    }
}
