using CellSeg.Models.Layers;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

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

    protected override Tensor[] Step(Tensor input, Tensor[]? state)
    {
        var parts = (state is null ? input : input.Plus(_recurrent.forward(state[0]))).chunk(4, 1);
        var memory = HardSigmoid(parts[0]) * nn.functional.relu(parts[2]);
        if (state is not null)
            memory = (HardSigmoid(parts[1]) * state[1]).Plus(memory);
        return [HardSigmoid(parts[3]) * nn.functional.relu(memory), memory];
    }
}
