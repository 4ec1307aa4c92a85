using CellSeg.Models.Layers;
using CellSeg.Models.Temporal;
using CellSeg.Numerics;
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
    private readonly Parameter? _lastBias;

    public AnchorHead(RandomSource random, ModelSpecification specification, int valuesPerAnchor) : base(nameof(AnchorHead))
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
                var convolution = new Convolution3d(random, width, outputs, frames, TimeReach);
                Initialization.FillNormalOrHe(random, convolution.Weight, deviation);
                _convolutions.Add(convolution);
                _lastBias = convolution.Bias;
            }
            else
            {
                var convolution = new Convolution2d(random, width, outputs, 3);
                Initialization.FillNormalOrHe(random, convolution.Weight, deviation);
                _convolutions.Add(convolution);
                _lastBias = convolution.Bias;
            }
        }
        register_module("convolutions", _convolutions);
    }

    /// <summary>Sets what the head says before it has learnt anything.</summary>
    public void StartAt(double value)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _lastBias!.fill_(value);
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
}
