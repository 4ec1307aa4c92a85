using CellSeg.Models.Compute;
using CellSeg.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace CellSeg.Models.Temporal;

/// <summary>
/// A convolution over 3x3 pixels and several frames of a clip, zero beyond its ends. It is computed as one 2D
/// convolution over the frames' channels side by side, which is what libtorch is fastest at.
/// </summary>
/// <remarks>Input [clips · frames, in, H, W], output [clips · frames, out, H, W].</remarks>
internal sealed class Convolution3d : nn.Module<Tensor, Tensor>, IConvolutionLayer
{
    private const string WeightName = "weight", BiasName = "bias";

    // Moving a network to another device makes new parameters, which TorchSharp puts into the fields with their names.
    [ComponentName(Name = WeightName)]
    private readonly Parameter _weight;
    [ComponentName(Name = BiasName)]
    private readonly Parameter _bias;
    private readonly int _frames, _reach;

    /// <param name="initializer">Draws the start weights.</param>
    /// <param name="inputs">Channels that go in.</param>
    /// <param name="outputs">Channels that come out.</param>
    /// <param name="frames">Frames of a clip.</param>
    /// <param name="reach">Frames that one output sees; the middle one, of two the earlier, is its own.</param>
    public Convolution3d(WeightInitializer initializer, int inputs, int outputs, int frames, int reach) : base(nameof(Convolution3d))
    {
        (_frames, _reach) = (frames, reach);
        Shape = new ConvolutionShape(reach * inputs, outputs, Kernel: 3, Padding: 1);
        int area = reach * 9;
        _weight = new Parameter(initializer.GlorotUniform([outputs, inputs, reach, 3, 3], inputs * area, outputs * area));
        _bias = new Parameter(zeros(outputs));
        register_parameter(WeightName, _weight);
        register_parameter(BiasName, _bias);
    }

    /// <summary>The kernel, [out, in, reach, 3, 3].</summary>
    public Parameter Weight => _weight;

    /// <summary>The bias, [out].</summary>
    public Parameter Bias => _bias;

    /// <inheritdoc />
    public ConvolutionShape Shape { get; }

    /// <inheritdoc />
    public ComputeMeter? Meter { get; set; }

    /// <summary>Frames that one output sees.</summary>
    public int Reach => _reach;

    /// <summary>The kernel over the channels of all these frames side by side, [out, reach · in, 3, 3].</summary>
    public Tensor GetKernel() => _weight.permute(0, 2, 1, 3, 4).flatten(1, 2);

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        input = WithNeighbours(input);
        var output = SafeConvolution.Compute(input, GetKernel(), _bias, Shape);
        Meter?.Record(this, _weight, input, output);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Each frame with the channels of its neighbours, earliest first.</summary>
    private Tensor WithNeighbours(Tensor input)
    {
        if (_reach == 1)
            return input;
        // Channels are innermost, so that joining them keeps the layout.
        var clips = input.permute(0, 2, 3, 1).unflatten(0, [-1, _frames]);
        int before = (_reach - 1) / 2;
        var padded = nn.functional.pad(clips, [0, 0, 0, 0, 0, 0, before, _reach - 1 - before]);
        var neighbours = Enumerable.Range(0, _reach).Select(offset => padded.narrow(1, offset, _frames)).ToArray();
        return cat(neighbours, -1).flatten(0, 1).permute(0, 3, 1, 2);
    }
}
