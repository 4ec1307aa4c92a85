using CellSeg.Models.Layers;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CellSeg.Models.Temporal;

/// <summary>
/// A convolutional long short-term memory (Shi et al. 2015; docs/method.md, 1.6) with ReLU in place of the hyperbolic
/// tangent. All kernels are 3x3, the first state is zero, and the forget gate starts open.
/// </summary>
internal sealed class ConvolutionalLstm : RecurrentUnit
{
    private readonly Convolution2d _input, _recurrent;

    public ConvolutionalLstm(WeightInitializer initializer, int width, int frames) : base(nameof(ConvolutionalLstm), frames)
    {
        // Gates side by side: input, forget, candidate, output.
        _input = new Convolution2d(initializer, width, 4 * width, 3);
        _recurrent = new Convolution2d(initializer, width, 4 * width, 3, bias: false);
        initializer.FillOrthogonal(_recurrent.Weight);
        using (no_grad())
        using (NewDisposeScope())
            _input.Bias!.narrow(0, width, width).Fill(1);
        register_module("input", _input);
        register_module("recurrent", _recurrent);
    }

    protected override Tensor PrepareInput(Tensor input) => _input.forward(input);

    protected override RowMap[] LayStep(RowGraph graph, RowMap frame, RowMap[]? state)
    {
        int width = _recurrent.Shape.Inputs;
        var parts = graph.Convolve(frame, _input, addend: state is null ? null : graph.Convolve(state[0], _recurrent));
        var memory = graph.Combine(width, (all, old, _, _, result) =>
        {
            Span<float> gate = stackalloc float[width];
            HardSigmoid(all[..width], [], gate);
            TensorPrimitives.Max(all[(2 * width)..(3 * width)], 0f, result);
            TensorPrimitives.Multiply(result, gate, result);
            if (old.IsEmpty)
                return;
            HardSigmoid(all[width..(2 * width)], [], gate);
            TensorPrimitives.MultiplyAdd(gate, old, result, result);
        }, state is null ? [parts] : [parts, state[1]]);
        var output = graph.Combine(width, (all, kept, _, _, result) =>
        {
            Span<float> gate = stackalloc float[width];
            HardSigmoid(all[(3 * width)..], [], gate);
            TensorPrimitives.Max(kept, 0f, result);
            TensorPrimitives.Multiply(result, gate, result);
        }, parts, memory);
        return [output, memory];
    }

    protected override Tensor[] Step(Tensor input, Tensor[]? state)
    {
        var parts = (state is null ? input : input.Plus(_recurrent.forward(state[0]))).chunk(4, 1);
        var memory = HardSigmoid(parts[0]) * nn.functional.relu(parts[2]);
        if (state is not null)
            memory = (HardSigmoid(parts[1]) * state[1]).Plus(memory);
        return [HardSigmoid(parts[3]) * nn.functional.relu(memory), memory];
    }
}
