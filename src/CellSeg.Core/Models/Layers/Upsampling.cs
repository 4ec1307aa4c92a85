using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>Upsampling of maps [N, C, H, W] (docs/method.md, 2.1).</summary>
internal static class Upsampling
{
    /// <summary>Twice the height and width: bilinearly with pixel centres at half-integers, or by repeating pixels.</summary>
    public static Tensor Double(Tensor input, bool nearest = false) => nearest
        ? nn.functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Nearest)
        : nn.functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false);
}
