using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// A 2D convolution that computes in the type of its input: weights are kept in float32 and cast on the way, which is
/// how mixed precision is done here.
/// </summary>
/// <remarks>Input [N, in, H, W], output [N, out, ceil(H / stride), ceil(W / stride)].</remarks>
internal sealed class Convolution2d : nn.Module<Tensor, Tensor>, IConvolutionLayer
{
    private const string WeightName = "weight", BiasName = "bias";

    // Moving a network to another device makes new parameters, which TorchSharp puts into the fields with their names.
    [ComponentName(Name = WeightName)]
    private readonly Parameter _weight;
    [ComponentName(Name = BiasName)]
    private readonly Parameter? _bias;
    private readonly bool _padsBehind;

    /// <summary>Makes the layer with Glorot-uniform weights and a bias of zero.</summary>
    public Convolution2d(
        WeightInitializer initializer, int inputs, int outputs, int kernel, int stride = 1, int groups = 1, bool bias = true,
        ConvolutionPadding padding = ConvolutionPadding.Symmetric)
        : base(nameof(Convolution2d))
    {
        _padsBehind = padding == ConvolutionPadding.TensorFlowSame && stride > 1 && kernel > 1;
        Shape = new ConvolutionShape(inputs, outputs, kernel, stride, _padsBehind ? 0 : (kernel - 1) / 2, groups);
        int area = kernel * kernel;
        _weight = new Parameter(initializer.GlorotUniform([outputs, inputs / groups, kernel, kernel], inputs / groups * area, outputs / groups * area));
        register_parameter(WeightName, _weight);
        if (bias)
        {
            _bias = new Parameter(zeros(outputs));
            register_parameter(BiasName, _bias);
        }
    }

    /// <summary>The kernel, [out, in / groups, k, k].</summary>
    public Parameter Weight => _weight;

    /// <summary>The bias, [out], if the layer has one.</summary>
    public Parameter? Bias => _bias;

    /// <summary>Rows of zeros above a map, or columns on its left, and those behind it where its height and width are even.</summary>
    public (int Before, int After) Padding
    {
        get
        {
            int total = _padsBehind ? Shape.Kernel - Shape.Stride : 2 * Shape.Padding;
            return (total / 2, total - (total / 2));
        }
    }

    /// <inheritdoc />
    public ConvolutionShape Shape { get; }

    /// <inheritdoc />
    public ComputeMeter? Meter { get; set; }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_padsBehind)
        {
            long before = SameBefore(input.shape[2]), left = SameBefore(input.shape[3]);
            input = nn.functional.pad(input, (left, SameTotal(input.shape[3]) - left, before, SameTotal(input.shape[2]) - before));
        }
        var output = SafeConvolution.Compute(input, _weight, _bias, Shape);
        Meter?.Record(this, _weight, input, output);
        return output.MoveToOuterDisposeScope();
    }

    private long SameTotal(long size) => Math.Max((((size + Shape.Stride - 1) / Shape.Stride) - 1) * Shape.Stride + Shape.Kernel - size, 0);

    private long SameBefore(long size) => SameTotal(size) / 2;
}
