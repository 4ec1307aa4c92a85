using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

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

    /// <summary>The layers of the module.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="frames">What goes in, the earliest frame of the clip first.</param>
    /// <returns>What comes out for each.</returns>
    public RowMap[] Lay(RowGraph graph, IReadOnlyList<RowMap> frames)
    {
        var outputs = _module switch
        {
            TemporalConvolution convolution => convolution.Lay(graph, frames),
            RecurrentUnit unit => unit.Lay(graph, frames),
            _ => throw new InvalidOperationException($"There is no layer for the module {_module.GetName()}."),
        };
        return _isResidual ? [.. frames.Zip(outputs, (frame, output) => graph.Combine(frame.Channels, Add, frame, output))] : outputs;
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = _module.forward(input);
        return (_isResidual ? input.Plus(output) : output).MoveToOuterDisposeScope();
    }

    private static void Add(ReadOnlySpan<float> frame, ReadOnlySpan<float> output, ReadOnlySpan<float> none, ReadOnlySpan<float> nothing, Span<float> result)
        => TensorPrimitives.Add(frame, output, result);
}
