using CellSeg.Models.Layers;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

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
