using CellSeg.Models.Specifications;

namespace CellSeg.Models.Detection;

/// <summary>
/// The anchors of an image: boxes of a few sizes and shapes around each place of each pyramid level (docs/method.md,
/// 3.1). Levels follow each other fine to coarse, places row by row; at a place aspects are outer, sizes inner.
/// </summary>
internal static class AnchorGrid
{
    /// <summary>All anchors of an image.</summary>
    /// <param name="specification">Decides levels, sizes and shapes.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <returns>Left, top, right and bottom of each in pixels.</returns>
    public static float[] Create(ModelSpecification specification, int height, int width)
    {
        var detection = specification.Detection;
        var anchors = new List<float>();
        for (int level = specification.FinestLevel; level <= detection.CoarsestLevel; level++)
        {
            int stride = 1 << level;
            var shapes = GetShapes(detection, detection.FinestAnchorSize * (1 << (level - specification.FinestLevel)));
            for (int row = 0; row * stride < height; row++)
            {
                for (int column = 0; column * stride < width; column++)
                {
                    double y = (row + 0.5) * stride, x = (column + 0.5) * stride;
                    foreach (var (h, w) in shapes)
                        anchors.AddRange((float)(x - (w / 2)), (float)(y - (h / 2)), (float)(x + (w / 2)), (float)(y + (h / 2)));
                }
            }
        }
        return [.. anchors];
    }

    /// <summary>Heights and widths; all shapes of one size have the same area.</summary>
    private static List<(double Height, double Width)> GetShapes(DetectionOptions options, double size)
    {
        var shapes = new List<(double, double)>();
        for (int aspect = options.LowestAspect; aspect <= options.HighestAspect; aspect++)
        {
            double root = Math.Pow(2, aspect / 2.0);
            for (int i = 0; i < options.ScalesPerLevel; i++)
            {
                double side = size * Math.Pow(2, i / (double)options.ScalesPerLevel);
                shapes.Add((side * root, side / root));
            }
        }
        return shapes;
    }
}
