using CellSeg.Models.Compute;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Compute;

/// <summary>How convolutions are computed on processors that need not be at hand.</summary>
public sealed class ConvolutionPlanTests
{
    private const ScalarType Float = ScalarType.Float32, BFloat = ScalarType.BFloat16;

    [Theory]
    [InlineData(64, 128, 1, true)]
    [InlineData(64, 1, 2, true)]
    [InlineData(2048, 512, 1, false)]
    public void A_convolution_of_1x1_in_bfloat16_is_a_product(int inputs, int outputs, int stride, bool hasGradients)
        => Assert.Equal(new ConvolutionPlan(BFloat, IsProduct: true), Plan(new(inputs, outputs, 1, stride), BFloat, hasGradients));

    [Theory]
    [InlineData(1024, 256, true)]
    [InlineData(256, 1024, true)]
    [InlineData(320, 1280, true)]
    [InlineData(64, 128, false)]
    public void A_float32_convolution_of_1x1_and_many_channels_is_a_product(int inputs, int outputs, bool isProduct)
        => Assert.Equal(new ConvolutionPlan(Float, isProduct), Plan(new(inputs, outputs, 1), Float));

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Where_caches_are_hidden_each_convolution_of_1x1_is_a_product(ScalarType type)
        => Assert.Equal(new ConvolutionPlan(type, IsProduct: true), Plan(new(16, 3, 1), type, hidesCaches: true));

    [Theory]
    [InlineData(1, 1, Float)]
    [InlineData(9, 1, Float)]
    [InlineData(9, 2, Float)]
    [InlineData(36, 1, BFloat)]
    public void No_bfloat16_gradient_sums_over_an_odd_number_of_outputs(int outputs, int stride, ScalarType expected)
        => Assert.Equal(expected, Plan(new(256, outputs, 3, stride, 1), BFloat, hasGradients: true).Type);

    [Fact]
    public void Without_gradients_an_odd_number_of_outputs_stays_in_bfloat16()
        => Assert.Equal(new ConvolutionPlan(BFloat, IsProduct: false), Plan(new(256, 9, 3, 1, 1), BFloat, hasGradients: false));

    [Fact]
    public void Channels_that_are_filtered_apart_leave_bfloat16_for_the_gradients_of_a_strided_convolution_only()
    {
        var strided = new ConvolutionShape(96, 96, 3, 2, 1, Groups: 96);

        Assert.Equal(Float, Plan(strided, BFloat, hasGradients: true).Type);
        Assert.Equal(BFloat, Plan(strided, BFloat, hasGradients: false).Type);
        Assert.Equal(BFloat, Plan(strided with { Stride = 1 }, BFloat, hasGradients: true).Type);
        Assert.False(Plan(strided, BFloat, hasGradients: true).IsProduct);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_processor_without_bfloat16_computes_it_in_float32(int kernel)
        => Assert.Equal(Float, ConvolutionPlan.For(new(64, 64, kernel), BFloat, hasGradients: false, multipliesBFloat16: false, hidesCaches: false).Type);

    [Fact]
    public void Other_types_are_convolved_as_they_are()
        => Assert.Equal(new ConvolutionPlan(ScalarType.Float64, IsProduct: false), Plan(new(2048, 512, 1), ScalarType.Float64, hidesCaches: true));

    private static ConvolutionPlan Plan(ConvolutionShape shape, ScalarType type, bool hasGradients = true, bool hidesCaches = false)
        => ConvolutionPlan.For(shape, type, hasGradients, multipliesBFloat16: true, hidesCaches);
}
