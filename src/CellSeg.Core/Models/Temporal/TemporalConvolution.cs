using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
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
        _norm = new BatchNormalization(width, 1e-3, specification.BackboneOptions.BatchNormMomentum);
        register_module("convolution", _convolution);
        register_module("norm", _norm);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return nn.functional.relu(_norm.forward(_convolution.forward(input))).MoveToOuterDisposeScope();
    }
}
