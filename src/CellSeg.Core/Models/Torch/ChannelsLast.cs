using static TorchSharp.torch;

namespace CellSeg.Models.Torch;

/// <summary>
/// libtorch's channels-last layout (NHWC strides under an NCHW shape), for which its processor kernels are several
/// times faster. TorchSharp has no call for it; a permuted contiguous copy has the same strides.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The same tensor [N, C, H, W] in channels-last layout; a copy unless it already is.</summary>
    public static Tensor Convert(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
