using static TorchSharp.torch;

namespace CellSeg.Models.Detection.Boxes;

/// <summary>
/// Cuts what lies in boxes out of a feature map (docs/method.md, 3.7): as if the map were brought to the image's size by
/// repeating its pixels and read there bilinearly, but without making that map. Outside of the image is zero.
/// </summary>
internal static class BoxSampler
{
    private const int Corners = 4;

    /// <summary>Cuts out all boxes.</summary>
    /// <param name="features">[images, C, h, w].</param>
    /// <param name="boxes">Left, top, right, bottom of each in pixels of the image.</param>
    /// <param name="images">Which image each box lies in.</param>
    /// <param name="side">Points a side.</param>
    /// <param name="stride">Pixels of the image a pixel of the map.</param>
    /// <returns>[boxes, C, side, side].</returns>
    public static Tensor Crop(Tensor features, ReadOnlySpan<float> boxes, ReadOnlySpan<int> images, int side, int stride)
    {
        using var scope = NewDisposeScope();
        int height = (int)features.shape[2], width = (int)features.shape[3], points = images.Length * side * side;
        var indices = new long[points * Corners];
        var weights = new float[points * Corners];
        for (int box = 0, point = 0; box < images.Length; box++)
        {
            var corners = boxes.Slice(4 * box, 4);
            long firstPixel = (long)images[box] * height * width;
            for (int i = 0; i < side; i++)
            {
                float y = BoxGrid.Position(corners[1], corners[3], i, side);
                for (int j = 0; j < side; j++, point++)
                {
                    float x = BoxGrid.Position(corners[0], corners[2], j, side);
                    for (int corner = 0; corner < Corners; corner++)
                    {
                        int row = (int)MathF.Floor(y) + (corner / 2), column = (int)MathF.Floor(x) + (corner % 2);
                        int mapRow = FloorDivide(row, stride), mapColumn = FloorDivide(column, stride);
                        if ((uint)mapRow >= (uint)height || (uint)mapColumn >= (uint)width)
                            continue;
                        indices[(point * Corners) + corner] = firstPixel + (mapRow * width) + mapColumn;
                        weights[(point * Corners) + corner] = (1 - Math.Abs(y - row)) * (1 - Math.Abs(x - column));
                    }
                }
            }
        }
        var pixels = features.permute(0, 2, 3, 1).flatten(0, 2);
        var device = features.device;
        var values = pixels.index_select(0, tensor(indices, device: device)) * tensor(weights, [points * Corners, 1], device: device).to(features.dtype);
        // Channels stay innermost: the result has the layout that convolutions want.
        return values.view(images.Length, side, side, Corners, -1).sum(3).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private static int FloorDivide(int value, int divisor) => value >= 0 ? value / divisor : -1;
}
