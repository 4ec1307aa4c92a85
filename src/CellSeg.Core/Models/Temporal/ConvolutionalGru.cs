using CellSeg.Models.Layers;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CellSeg.Models.Temporal;

/// <summary>
/// A convolutional gated recurrent unit (Ballas et al. 2016; docs/method.md, 1.6): gates z and r from x and h;
/// candidate = relu(W x + U (r h)); h' = (1 - z) h + z candidate. All kernels are 3x3, the first state is zero.
/// </summary>
internal sealed class ConvolutionalGru : RecurrentUnit
{
    private readonly Convolution2d _input, _gates, _candidate;

    public ConvolutionalGru(WeightInitializer initializer, int width, int frames) : base(nameof(ConvolutionalGru), frames)
    {
        _input = new Convolution2d(initializer, width, 3 * width, 3);
        _gates = new Convolution2d(initializer, width, 2 * width, 3, bias: false);
        _candidate = new Convolution2d(initializer, width, width, 3, bias: false);
        initializer.FillOrthogonal(_gates.Weight);
        initializer.FillOrthogonal(_candidate.Weight);
        register_module("input", _input);
        register_module("gates", _gates);
        register_module("candidate", _candidate);
    }

    protected override Tensor PrepareInput(Tensor input) => _input.forward(input);

    protected override RowMap[] LayStep(RowGraph graph, RowMap frame, RowMap[]? state)
    {
        var input = graph.Convolve(frame, _input);
        int width = _candidate.Shape.Outputs;
        if (state is null)
        {
            return
            [
                graph.Combine(width, (parts, _, _, _, result) =>
                {
                    Span<float> gate = stackalloc float[width];
                    HardSigmoid(parts[..width], [], gate);
                    TensorPrimitives.Max(parts[(2 * width)..], 0f, result);
                    TensorPrimitives.Multiply(result, gate, result);
                }, input),
            ];
        }
        var gates = graph.Convolve(state[0], _gates);
        var kept = graph.Combine(width, (parts, opening, memory, _, result) =>
        {
            HardSigmoid(parts[width..(2 * width)], opening[width..], result);
            TensorPrimitives.Multiply(result, memory, result);
        }, input, gates, state[0]);
        return
        [
            graph.Combine(width, (parts, opening, memory, candidate, result) =>
            {
                Span<float> update = stackalloc float[width];
                HardSigmoid(parts[..width], opening[..width], update);
                TensorPrimitives.Add(parts[(2 * width)..], candidate, result);
                TensorPrimitives.Max(result, 0f, result);
                // (1 - z) h + z c, as h + z (c - h).
                TensorPrimitives.Subtract(result, memory, result);
                TensorPrimitives.MultiplyAdd(result, update, memory, result);
            }, input, gates, state[0], graph.Convolve(kept, _candidate)),
        ];
    }

    protected override Tensor[] Step(Tensor input, Tensor[]? state)
    {
        var parts = input.chunk(3, 1);
        if (state is null)
            return [HardSigmoid(parts[0]) * nn.functional.relu(parts[2])];
        var memory = state[0];
        var gates = _gates.forward(memory).chunk(2, 1);
        var update = HardSigmoid(parts[0].Plus(gates[0]));
        var reset = HardSigmoid(parts[1].Plus(gates[1]));
        var candidate = nn.functional.relu(parts[2].Plus(_candidate.forward(reset * memory)));
        return [(update.Complement() * memory).Plus(update * candidate)];
    }
}
