using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Detection;

/// <summary>
/// Predicts the mask in a box: four 3x3 convolutions with ReLU, pixels doubled, one more, and a 1x1 convolution
/// (docs/method.md, 3.7).
/// </summary>
/// <remarks>Input [boxes, width, 14, 14], output before the sigmoid [boxes, 28, 28] in float32.</remarks>
internal sealed class MaskHead : nn.Module<Tensor, Tensor>
{
    /// <summary>Side of the crops that go in.</summary>
    public const int InputSide = 14;

    /// <summary>Side of the masks that come out.</summary>
    public const int OutputSide = 28;

    private const int Depth = 4;

    private readonly ModuleList<Convolution2d> _convolutions = [];
    private readonly Convolution2d _output;

    public MaskHead(WeightInitializer initializer, ModelSpecification specification) : base(nameof(MaskHead))
    {
        int width = specification.PyramidWidth;
        for (int i = 0; i <= Depth; i++)
        {
            _convolutions.Add(new Convolution2d(initializer, width, width, 3));
            initializer.FillNormalOrHe(_convolutions[i].Weight, specification.Detection.StartDeviation);
        }
        _output = new Convolution2d(initializer, width, 1, 1);
        register_module("convolutions", _convolutions);
        register_module("output", _output);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        for (int i = 0; i <= Depth; i++)
        {
            if (i == Depth)
                input = Upsampling.Double(input, nearest: true);
            input = nn.functional.relu(_convolutions[i].forward(input));
        }
        return _output.forward(input).to(ScalarType.Float32).squeeze(1).MoveToOuterDisposeScope();
    }
}
