using System.Runtime.InteropServices;
using CellSeg.Models.Serialization;

namespace CellSeg.Core.Tests.Models.Serialization;

public sealed class SafetensorsTensorTests
{
    [Fact]
    public void Numbers_are_rounded_to_16_bits()
    {
        var rounded = Tensor(1.5f, -65504, 0).ToFloat16("weight");
        Assert.Equal((SafetensorsType.Float16, 3), (rounded.Type, Assert.Single(rounded.Shape)));
        Assert.Equal([(Half)1.5f, Half.MinValue, (Half)0], MemoryMarshal.Cast<byte, Half>(rounded.Data).ToArray());
    }

    [Fact]
    public void A_tensor_with_a_number_that_is_too_large_keeps_its_32_bits()
    {
        var variances = Tensor(0.5f, 1e6f);
        Assert.Same(variances, variances.ToFloat16("variances"));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinite")]
    public void A_number_that_is_not_finite_is_refused(float number, string reason)
    {
        var error = Assert.Throws<CellSegException>(() => Tensor(1, number).ToFloat16("weight"));
        Assert.Equal("weight", error.Target);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    private static SafetensorsTensor Tensor(params float[] values)
        => new(SafetensorsType.Float32, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
