using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Models.Temporal;

/// <summary>
/// The temporal module of one pyramid level (thesis section 2.1; docs/method.md, 1.6): lets the frames of a clip see
/// each other. Its output is added to its input or takes its place.
/// </summary>
/// <remarks>Input and output [clips · frames, width, H, W].</remarks>
internal sealed class TemporalLayer : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly bool _isResidual;

    private TemporalLayer(nn.Module<Tensor, Tensor> module, bool isResidual) : base(nameof(TemporalLayer))
    {
        (_module, _isResidual) = (module, isResidual);
        register_module("module", _module);
    }

    /// <summary>The layer that a specification asks for; null when it asks for none.</summary>
    public static TemporalLayer? Create(WeightInitializer initializer, ModelSpecification specification)
    {
        int width = specification.PyramidWidth, frames = specification.Temporal.FramesPerBatch;
        nn.Module<Tensor, Tensor>? module = specification.Temporal.Mode switch
        {
            TemporalMode.None => null,
            TemporalMode.Conv3D => new TemporalConvolution(initializer, specification),
            TemporalMode.Gru => new ConvolutionalGru(initializer, width, frames),
            TemporalMode.Lstm => new ConvolutionalLstm(initializer, width, frames),
            _ => throw new InvalidOperationException($"The temporal mode {specification.Temporal.Mode} is unknown."),
        };
        return module is null ? null : new TemporalLayer(module, specification.Temporal.Residual);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = _module.forward(input);
        return (_isResidual ? input.Plus(output) : output).MoveToOuterDisposeScope();
    }
}
