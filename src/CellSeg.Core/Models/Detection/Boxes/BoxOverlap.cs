namespace CellSeg.Models.Detection.Boxes;

/// <summary>Intersection over union of boxes given as left, top, right, bottom.</summary>
internal static class BoxOverlap
{
    /// <summary>The intersection over union of two boxes.</summary>
    /// <param name="a">Four numbers.</param>
    /// <param name="b">Four numbers.</param>
    /// <param name="extra">
    /// Added to every width and height: 1 where right and bottom are taken for the last pixels and not for those behind,
    /// as the assignment of anchors does (docs/method.md, 3.4).
    /// </param>
    public static float Measure(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float extra = 0)
    {
        float width = Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]) + extra, height = Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]) + extra;
        if (width <= 0 || height <= 0)
            return 0;
        float intersection = width * height;
        return intersection / (Area(a, extra) + Area(b, extra) - intersection);
    }

    private static float Area(ReadOnlySpan<float> box, float extra) => (box[2] - box[0] + extra) * (box[3] - box[1] + extra);
}
