using CellSeg.Models.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Detection;

/// <summary>
/// Judges a box by what is in it: twice two 3x3 convolutions and a maximum over 2x2, a 3x3 convolution over the rest,
/// and a 1x1 convolution (docs/method.md, 3.7). Only networks of several frames have it.
/// </summary>
/// <remarks>Input [boxes, width, 14, 14], output before the sigmoid [boxes] in float32.</remarks>
internal sealed class FinalScoreHead : nn.Module<Tensor, Tensor>
{
    private const int Rounds = 2, RoundDepth = 2;

    private readonly ModuleList<Convolution2d> _convolutions = [];
    private readonly Convolution2d _last, _output;

    public FinalScoreHead(WeightInitializer initializer, int width) : base(nameof(FinalScoreHead))
    {
        for (int i = 0; i < Rounds * RoundDepth; i++)
            _convolutions.Add(new Convolution2d(initializer, width, width, 3));
        _last = new Convolution2d(initializer, width, width, 3);
        _output = new Convolution2d(initializer, width, 1, 1);
        register_module("convolutions", _convolutions);
        register_module("last", _last);
        register_module("output", _output);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        for (int i = 0; i < _convolutions.Count; i++)
        {
            input = nn.functional.relu(_convolutions[i].forward(input));
            if (i % RoundDepth == RoundDepth - 1)
                input = nn.functional.max_pool2d(input, 2);
        }
        // Of the 3 x 3 places that are left, the middle one sees all of them.
        input = nn.functional.relu(_last.forward(input)).narrow(2, 1, 1).narrow(3, 1, 1);
        return _output.forward(input).to(ScalarType.Float32).flatten().MoveToOuterDisposeScope();
    }
}
