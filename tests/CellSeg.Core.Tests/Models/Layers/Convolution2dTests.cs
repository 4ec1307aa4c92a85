using CellSeg.Core.Tests.Support;
using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Layers;

[Collection(nameof(TorchCollection))]
public sealed class Convolution2dTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 8)]
    [InlineData(2, 8)]
    public void Outputs_and_gradients_in_bfloat16_are_those_of_float32_but_for_rounding(int stride, int groups)
    {
        TorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var layer = new Convolution2d(WeightInitializer.Draw(3), 8, 8, 3, stride, groups, bias: false, ConvolutionPadding.TensorFlowSame);
        // Numbers that bfloat16 has exactly.
        var image = ((arange(0, 2 * 8 * 16 * 16) % 29).reshape(2, 8, 16, 16).to(ScalarType.Float32) - 14) / 16;
        var expected = Run(layer, ScalarType.Float32, image);
        var actual = Run(layer, ScalarType.BFloat16, image);
        Assert.Equal(ScalarType.BFloat16, actual[0].dtype);
        Assert.Equal(ScalarType.BFloat16, actual[1].dtype);
        Assert.Equal(ScalarType.Float32, actual[2].dtype);
        foreach (var (wanted, found) in expected.Zip(actual))
            Assert.InRange((found.to(ScalarType.Float32) - wanted).abs().max().item<float>() / wanted.abs().max().item<float>(), 0, 0.02f);
    }

    /// <summary>The output, and the gradients of the sum of its squares by the input and by the kernel.</summary>
    private static Tensor[] Run(Convolution2d layer, ScalarType type, Tensor image)
    {
        var input = ChannelsLast.Convert(image.to(type)).requires_grad_();
        var output = layer.forward(input);
        output.to(ScalarType.Float32).square().sum().backward();
        var kernel = layer.Weight.grad!.clone();
        layer.zero_grad();
        return [output, input.grad!, kernel];
    }
}
