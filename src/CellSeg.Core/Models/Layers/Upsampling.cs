using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>Bilinear upsampling with pixel centres at half-integers (docs/method.md, 2.1).</summary>
internal static class Upsampling
{
    /// <summary>Twice the height and width.</summary>
    public static Tensor Double(Tensor input)
        => nn.functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false);
}
