using CellSeg.Numerics;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// A 2D convolution that computes in the type of its input: weights are kept in float32 and cast on the way, which is
/// how mixed precision is done here.
/// </summary>
/// <remarks>Input [N, in, H, W], output [N, out, ceil(H / stride), ceil(W / stride)].</remarks>
internal sealed class Convolution2d : nn.Module<Tensor, Tensor>, IMeteredLayer
{
    private const string WeightName = "weight", BiasName = "bias";

    // Moving a network to another device makes new parameters, which TorchSharp puts into the fields with their names.
    [ComponentName(Name = WeightName)]
    private readonly Parameter _weight;
    [ComponentName(Name = BiasName)]
    private readonly Parameter? _bias;
    private readonly int _kernel, _stride, _groups;
    private readonly ConvolutionPadding _padding;

    /// <summary>Makes the layer with Glorot-uniform weights and a bias of zero.</summary>
    public Convolution2d(RandomSource random, int inputs, int outputs, int kernel, int stride = 1, int groups = 1, bool bias = true, ConvolutionPadding padding = ConvolutionPadding.Symmetric)
        : base(nameof(Convolution2d))
    {
        (_kernel, _stride, _groups, _padding) = (kernel, stride, groups, padding);
        int area = kernel * kernel;
        _weight = new Parameter(Initialization.GlorotUniform(random, [outputs, inputs / groups, kernel, kernel], inputs / groups * area, outputs / groups * area));
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

    /// <inheritdoc />
    public ComputeMeter? Meter { get; set; }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        long pad = (_kernel - 1) / 2;
        if (_padding == ConvolutionPadding.TensorFlowSame && _stride > 1 && _kernel > 1)
        {
            long before = SameBefore(input.shape[2]), left = SameBefore(input.shape[3]);
            input = nn.functional.pad(input, (left, SameTotal(input.shape[3]) - left, before, SameTotal(input.shape[2]) - before));
            pad = 0;
        }
        var type = ChooseType(input.dtype);
        var weight = ChannelsLast.Convert(_weight.to(type));
        var output = nn.functional.conv2d(input.to(type), weight, _bias?.to(type), [_stride, _stride], [pad, pad], null, _groups);
        Meter?.Record(this, weight, input, output);
        return output.to(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// oneDNN 3.7 has no bfloat16 kernel for the gradient of a strided convolution's input where each channel is filtered
    /// by itself; its fallback takes four to ten times as long as the detour over float32.
    /// </summary>
    private ScalarType ChooseType(ScalarType type)
        => type == ScalarType.BFloat16 && _stride > 1 && _groups > 1 && is_grad_enabled() ? ScalarType.Float32 : type;

    private long SameTotal(long size) => Math.Max((((size + _stride - 1) / _stride) - 1) * _stride + _kernel - size, 0);

    private long SameBefore(long size) => SameTotal(size) / 2;
}
