using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Temporal;
using CellSeg.Models.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Detection;

/// <summary>
/// Predicts numbers for each anchor of a pyramid level: four 3x3 convolutions with ReLU and a last one (docs/method.md,
/// 3.2). All levels share it. With several frames per batch, its convolutions reach over three of them.
/// </summary>
/// <remarks>Input [N, width, h, w], output [N, h · w · anchors, values] in float32, places row by row.</remarks>
internal sealed class AnchorHead : nn.Module<Tensor, Tensor>
{
    private const int Depth = 4, TimeReach = 3;
    private const double LastDeviation = 0.01;

    private readonly ModuleList<nn.Module<Tensor, Tensor>> _convolutions = [];
    private readonly int _valuesPerAnchor;

    /// <param name="initializer">Draws the start weights.</param>
    /// <param name="specification">Decides the widths, the anchors of a place and the frames.</param>
    /// <param name="valuesPerAnchor">Numbers to predict for each.</param>
    /// <param name="startValue">What the head says before it has learnt anything.</param>
    public AnchorHead(WeightInitializer initializer, ModelSpecification specification, int valuesPerAnchor, double startValue = 0) : base(nameof(AnchorHead))
    {
        _valuesPerAnchor = valuesPerAnchor;
        int width = specification.PyramidWidth, frames = specification.Temporal.FramesPerBatch;
        for (int i = 0; i <= Depth; i++)
        {
            bool isLast = i == Depth;
            int outputs = isLast ? valuesPerAnchor * specification.Detection.AnchorsPerPlace : width;
            double? deviation = isLast ? LastDeviation : specification.Detection.StartDeviation;
            if (frames > 1)
            {
                var convolution = new Convolution3d(initializer, width, outputs, frames, TimeReach);
                Start(initializer, convolution.Weight, deviation, convolution.Bias, isLast ? startValue : 0);
                _convolutions.Add(convolution);
            }
            else
            {
                var convolution = new Convolution2d(initializer, width, outputs, 3);
                Start(initializer, convolution.Weight, deviation, convolution.Bias!, isLast ? startValue : 0);
                _convolutions.Add(convolution);
            }
        }
        register_module("convolutions", _convolutions);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        for (int i = 0; i <= Depth; i++)
        {
            input = _convolutions[i].forward(input);
            if (i < Depth)
                input = nn.functional.relu(input);
        }
        return input.to(ScalarType.Float32).permute(0, 2, 3, 1).reshape(input.shape[0], -1, _valuesPerAnchor).MoveToOuterDisposeScope();
    }

    private static void Start(WeightInitializer initializer, Parameter weight, double? deviation, Parameter bias, double biasValue)
    {
        initializer.FillNormalOrHe(weight, deviation);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        bias.Fill(biasValue);
    }
}
