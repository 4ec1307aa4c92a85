using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// Appends two channels that tell each pixel where it is: row / (H - 1) and column / (W - 1), both from 0 to 1
/// (thesis section 3.2, "spatial awareness"; docs/method.md, 1.1).
/// </summary>
/// <remarks>Input [N, C, H, W], output [N, C + 2, H, W] in the order image, row, column.</remarks>
internal sealed class LocationLayer : nn.Module<Tensor, Tensor>
{
    public LocationLayer() : base(nameof(LocationLayer)) { }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        long batch = input.shape[0], height = input.shape[2], width = input.shape[3];
        var rows = linspace(0, 1, height, dtype: input.dtype, device: input.device).view(1, 1, height, 1).expand(batch, 1, height, width);
        var columns = linspace(0, 1, width, dtype: input.dtype, device: input.device).view(1, 1, 1, width).expand(batch, 1, height, width);
        return cat([input, rows, columns], 1).MoveToOuterDisposeScope();
    }
}
